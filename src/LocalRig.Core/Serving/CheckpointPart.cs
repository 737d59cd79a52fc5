using System.Collections.Immutable;
using System.Globalization;

namespace LocalRig.Serving;

/// <summary>A part of a checkpoint in another format than the rest.</summary>
/// <param name="Name">"attention" of everything, "linear" where a layer keeps a state, "mlp", "experts" or "output".</param>
/// <param name="Layers">The first and last layer of every stretch it is so in; empty for all.</param>
/// <param name="Format">The format.</param>
public sealed record CheckpointPart(string Name, ImmutableArray<(int First, int Last)> Layers, WeightFormat Format)
{
    /// <summary>Whether it is so in a layer.</summary>
    public bool Covers(int layer) => Layers.IsEmpty || Layers.Any(l => layer >= l.First && layer <= l.Last);

    /// <summary>Reads <c>attention=fp8</c>, or <c>mlp@4+56-63=fp8</c> for layers 4 and 56 to 63; null when it is neither.</summary>
    public static CheckpointPart? Parse(string text)
    {
        string[] sides = text.Split('=');
        string[] place = sides[0].Split('@');
        if (sides.Length != 2 || WeightFormat.Find(sides[1]) is not { } format || place[0] is not ("attention" or "linear" or "mlp" or "experts" or "output"))
        {
            return null;
        }

        ImmutableArray<(int First, int Last)>.Builder layers = ImmutableArray.CreateBuilder<(int First, int Last)>();
        foreach (string[] ends in place.Skip(1).SelectMany(static p => p.Split('+')).Select(static s => s.Split('-')))
        {
            if (!int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out int first) || !int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int last))
            {
                return null;
            }

            layers.Add((first, last));
        }

        return new(place[0], layers.ToImmutable(), format);
    }
}
