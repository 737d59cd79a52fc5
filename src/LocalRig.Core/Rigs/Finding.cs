namespace LocalRig.Rigs;

/// <summary>One thing a probe found, or why it found nothing.</summary>
/// <param name="What">What it is about: <c>NVIDIA</c>, <c>main memory</c>.</param>
/// <param name="Found">What was found, in words.</param>
/// <param name="How">Where it was read.</param>
public sealed record Finding(string What, string Found, string How);
