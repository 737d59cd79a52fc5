namespace LocalRig.Engines;

/// <summary>The engine itself would refuse the request; the message says why and what to change.</summary>
/// <param name="message">One sentence for the user.</param>
public sealed class EngineException(string message) : Exception(message);
