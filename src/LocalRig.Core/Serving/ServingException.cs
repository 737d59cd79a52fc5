namespace LocalRig.Serving;

/// <summary>The serving runtime would refuse the request, or LocalRig can't tell; the message says why in one sentence.</summary>
/// <param name="message">Why.</param>
public sealed class ServingException(string message) : Exception(message);
