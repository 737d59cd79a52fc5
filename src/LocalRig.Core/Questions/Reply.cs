using LocalRig.Contract;

namespace LocalRig.Questions;

/// <summary>What a desk says to a request in JSON, and what a server must know of it.</summary>
/// <param name="Json">The answer, or <c>{"error":{…}}</c>.</param>
/// <param name="Problem">What is wrong; null where it is an answer.</param>
/// <param name="IsLasting">Whether the same request gets the same words tomorrow from the same build, catalogue and date: it read no file, no address and nothing of
/// this machine.</param>
public sealed record Reply(string Json, Problem? Problem, bool IsLasting);
