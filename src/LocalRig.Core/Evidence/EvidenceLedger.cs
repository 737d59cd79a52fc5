using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using LocalRig.Tables;

namespace LocalRig.Evidence;

/// <summary>Measured speeds this build carries (<c>data/evidence</c>), read when first asked for.</summary>
public sealed class EvidenceLedger
{
    private const string LocalScore = "localscore:";
    private const string LocalScoreAddress = "https://www.localscore.ai/result/";

    private readonly ConcurrentDictionary<string, ImmutableArray<Measurement>> _devices = new();
    private readonly Lazy<string> _rows = new(() => CarriedFile.Text("evidence/throughput.csv"));
    private readonly Lazy<string> _sources = new(() => CarriedFile.Text("evidence/sources.csv"));

    private EvidenceLedger()
    {
    }

    /// <summary>The ledger.</summary>
    public static EvidenceLedger Default { get; } = new();

    /// <summary>Everything measured on a device, in the ledger's order; empty for a device nobody reported.</summary>
    /// <param name="device">Catalogue id.</param>
    public ImmutableArray<Measurement> On(string device) => _devices.GetOrAdd(device, Read);

    /// <summary>What was measured of one model on one device, nearest depth first.</summary>
    /// <param name="device">Catalogue id of the device.</param>
    /// <param name="model">Catalogue id of the model.</param>
    /// <param name="quant">Quantization; llama-bench's long names count as the recipes they stand for.</param>
    /// <param name="prompt">Prompts rather than answers.</param>
    /// <param name="depth">Tokens already in context.</param>
    public ImmutableArray<Measurement> Find(string device, string model, string quant, bool prompt, int depth) =>
        [
            .. On(device)
                .Where(m => m.IsPrompt == prompt && m.Model == model && SameQuant(m.Quant, quant))
                .OrderBy(m => Math.Abs(m.Depth - depth)),
        ];

    private ImmutableArray<Measurement> Read(string device)
    {
        ImmutableArray<Measurement>.Builder found = ImmutableArray.CreateBuilder<Measurement>();
        string start = device + ',';
        foreach (ReadOnlySpan<char> line in _rows.Value.AsSpan().EnumerateLines())
        {
            if (line.StartsWith(start, StringComparison.Ordinal))
            {
                found.Add(Row(line.ToString().Split(',')));
            }
        }

        return found.ToImmutable();
    }

    private Measurement Row(string[] cells) =>
        new(
            cells[0], cells[1], cells[2], cells[3], cells[5] == "prefill",
            int.Parse(cells[6], CultureInfo.InvariantCulture), int.Parse(cells[7], CultureInfo.InvariantCulture), double.Parse(cells[8], CultureInfo.InvariantCulture),
            cells[10], cells[11], cells[13], Address(cells[14]));

    internal string Address(string source) =>
        source.StartsWith(LocalScore, StringComparison.Ordinal) ? LocalScoreAddress + source[LocalScore.Length..] : Source(source);

    /// <summary>llama-bench prints <c>Q4_K - Medium</c> for the recipe Q4_K_M.</summary>
    private static bool SameQuant(string reported, string recipe) =>
        Quantization.QuantRecipe.TryParse(reported, out Quantization.QuantRecipe? known)
            ? string.Equals(known.Name, recipe, StringComparison.OrdinalIgnoreCase)
            : string.Equals(reported, recipe, StringComparison.OrdinalIgnoreCase);

    /// <summary>The address of a source; a few are asked for, of thousands, so the table is searched and not read.</summary>
    private string Source(string source)
    {
        string rows = _sources.Value;
        int at = rows.IndexOf($"\n{source},", StringComparison.Ordinal);
        if (at < 0)
        {
            return source;
        }

        ReadOnlySpan<char> rest = rows.AsSpan(at + source.Length + 2);
        bool quoted = rest is ['"', ..];
        rest = quoted ? rest[1..] : rest;
        int end = quoted ? rest.IndexOf('"') : rest.IndexOfAny('\r', '\n');
        return (end < 0 ? rest : rest[..end]).ToString();
    }
}
