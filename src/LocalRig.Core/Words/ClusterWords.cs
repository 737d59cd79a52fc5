using System.Collections.Immutable;
using System.Globalization;
using LocalRig.Words;
using LocalRig.Contract;
using LocalRig.Rigs;
using LocalRig.Serving;

namespace LocalRig.Words;

/// <summary>Machines in words: <c>2 nodes of 8x h100-80gb-sxm over infiniband-ndr</c>, or machines apart by a slash,
/// <c>2x rtx-3090 / rtx-4090 over 10gbe</c>; each machine as <see cref="RigWords"/> reads it.</summary>
public static class ClusterWords
{
    private const int MostNodes = 64;
    private const string Over = " over ";
    private static readonly string[] Of = [" nodes of ", " node of ", " machines of "];

    /// <summary>Finds every machine and the link.</summary>
    /// <param name="words">The machines in words; null for this machine.</param>
    /// <param name="find">Finds one machine by its words; this machine for null.</param>
    /// <exception cref="RequestException">One of them isn't known.</exception>
    public static async Task<Cluster> FindAsync(string? words, Func<string?, Task<Rig>> find)
    {
        if (words is null)
        {
            Rig one = await find(null).ConfigureAwait(false);
            return new Cluster(one.Name, [one], null);
        }

        string text = words.Trim();
        int over = text.LastIndexOf(Over, StringComparison.OrdinalIgnoreCase);
        Link? link = over < 0 ? null : LinkOf(text[(over + Over.Length)..].Trim());
        string machines = over < 0 ? text : text[..over];
        ImmutableArray<Rig>.Builder nodes = ImmutableArray.CreateBuilder<Rig>();
        foreach (string part in machines.Split('/', StringSplitOptions.TrimEntries))
        {
            (int count, string machine) = Several(part);
            Rig rig = await find(machine).ConfigureAwait(false);
            nodes.AddRange(Enumerable.Repeat(rig, count));
        }

        if (nodes.Count > MostNodes)
        {
            throw Wrong($"{nodes.Count} machines are more than LocalRig plans for ({MostNodes}).", "Name fewer.");
        }

        return new Cluster(text, nodes.ToImmutable(), link);
    }

    private static (int Count, string Machine) Several(string part)
    {
        foreach (string of in Of)
        {
            int at = part.IndexOf(of, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
            {
                continue;
            }

            return int.TryParse(part.AsSpan(0, at).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count is > 0 and <= MostNodes
                ? (count, part[(at + of.Length)..].Trim())
                : throw Wrong($"\"{part[..at].Trim()}\" is no number of machines from 1 to {MostNodes}.", "Write \"2 nodes of 8x h100-80gb-sxm\".");
        }

        return (1, part);
    }

    private static Link LinkOf(string name) =>
        Link.Find(name) ?? throw Wrong(
            $"There is no link \"{name}\".",
            Spelling.Nearest(name, Link.All.Select(l => l.Name)) is string near ? $"Did you mean {near}?" : $"There are {string.Join(", ", Link.All.Select(l => l.Name))}.");

    private static RequestException Wrong(string message, string hint) => new(new Problem(ErrorCode.RigUnknown, message, hint, "rig"));
}
