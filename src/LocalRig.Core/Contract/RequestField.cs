using System.Collections.Immutable;

namespace LocalRig.Contract;

/// <summary>One field of a request: its name in JSON, its options on the command line, and how a value changes the request.</summary>
/// <param name="Name">The contract's name: <c>ctx</c>.</param>
/// <param name="Help">What it means, for help texts.</param>
/// <param name="Options">Its spellings on the command line; none for fields that only JSON has.</param>
/// <param name="Apply">Puts a value into a request.</param>
public sealed record RequestField(
    string Name,
    string Help,
    ImmutableArray<RequestOption> Options,
    Func<PlanRequest, FieldReader, PlanRequest> Apply);

/// <summary>One way to give a field on the command line.</summary>
/// <param name="Names">Names that mean the same: <c>-c</c>, <c>--ctx-size</c>; the first is shown in messages.</param>
/// <param name="Placeholder">How help shows its value: <c>N</c>; null for a switch.</param>
/// <param name="Implies">The value a switch stands for.</param>
/// <param name="Help">What this one does, where it isn't what the field is about: the switch that turns something off.</param>
public sealed record RequestOption(ImmutableArray<string> Names, string? Placeholder, string Implies = "true", string? Help = null);
