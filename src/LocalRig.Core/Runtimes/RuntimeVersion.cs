using LocalRig.Prices;

namespace LocalRig.Runtimes;

/// <summary>The version a runtime's commands are valid for.</summary>
/// <param name="Runtime">The runtime's word: <c>lm-studio</c>.</param>
/// <param name="Version">The version; empty where it is the plan's engine's.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="By">The page that documents its options, and when.</param>
public sealed record RuntimeVersion(string Runtime, string Version, string Title, Attribution By);
