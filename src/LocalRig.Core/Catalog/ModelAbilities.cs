using System.Collections.Immutable;

namespace LocalRig.Catalog;

/// <summary>What a model takes and does beside text, as public listings say it (data/models/abilities.json).</summary>
/// <param name="Sees">Whether it takes images.</param>
/// <param name="Hears">Whether it takes sound.</param>
/// <param name="CallsTools">Whether it was trained to call tools.</param>
/// <param name="Thinks">Whether it thinks before it answers: <c>always</c>, <c>optional</c>, <c>never</c>; empty where listings don't tell.</param>
/// <param name="YarnContext">Tokens of context its publisher supports by YaRN; 0 where none are named.</param>
/// <param name="Sampling">The sampling its publisher or a listing recommends, by llama.cpp's names: <c>temperature</c>, <c>top_p</c>; may be empty.</param>
/// <param name="Sources">Where it stands.</param>
public sealed record ModelAbilities(
    bool Sees, bool Hears, bool CallsTools, string Thinks, int YarnContext, ImmutableArray<KeyValuePair<string, double>> Sampling, ImmutableArray<string> Sources);
