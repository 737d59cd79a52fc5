using System.Collections.Immutable;
using System.Text.RegularExpressions;
using LocalRig.Audit.Claims;

namespace LocalRig.Audit.Reading;

/// <summary>Makes claims of a Markdown table's rows: its header says which column holds hardware, memory, model, quantization, speed, context, price and notes.</summary>
/// <param name="header">The header's cells.</param>
/// <param name="family">The family sizes without a name belong to, or empty.</param>
internal sealed partial class GuideTable(ImmutableArray<string> header, string family)
{
    private const int MostInCell = 8; // devices or sizes in one cell; more is a list, not a tier

    private readonly int _hardware = Column(header, "hardware", "gpu", "card", "device", "machine", "system");
    private readonly int _memory = Column(header, "memory", "vram", "ram");
    private readonly int _model = Column(header, "model", "size");
    private readonly int _quant = Column(header, "quant", "format");
    private readonly int _speed = Column(header, "tok", "speed", "t/s");
    private readonly int _context = Column(header, "context", "ctx");
    private readonly int _price = Column(header, "price", "cost");
    private readonly int _note = Column(header, "note", "verdict", "comment", "remark");

    /// <summary>Whether its rows are tiers: hardware first, then what runs on it.</summary>
    public bool IsTiers => _hardware >= 0 && (_model < 0 || _hardware < _model) && (_memory >= 0 || _model >= 0 || _price >= 0)
        && TableLabels.Of(header[_hardware]) is TableLabel.Device or TableLabel.FitsOn or TableLabel.None;

    /// <summary>The claims of one row; parts that aren't understood are listed.</summary>
    public void Read(ImmutableArray<string> cells, int line, List<Claim> claims, List<Unread> unread)
    {
        string text = string.Join(" | ", cells);
        string Cell(int column) => column >= 0 && column < cells.Length ? cells[column] : "";
        ImmutableArray<string> devices = [.. Parts(Cell(_hardware)).Where(IsDevice)];
        Mentions cell = Mentions.In(Cell(_model).Length <= Sentences.MostLetters ? Cell(_model) : "");

        // "14B Q4_K_M" names a model and its quantization in one cell.
        ImmutableArray<string> models = cell is { Models: [var only], Quant.Length: > 0 } ? [Named(only)] : [.. Parts(Cell(_model)).SelectMany(Range).Select(Named)];
        Interval? tier = devices.IsEmpty && Cell(_hardware).Length <= Sentences.MostLetters ? FactFinder.In(Cell(_hardware)).FirstOrDefault(f => f.Kind == FactKind.Memory)?.Amount : null;
        if (devices.IsEmpty && tier is null)
        {
            unread.Add(new Unread(line, text, "No hardware, model or figure was recognised in this row."));
            return;
        }

        Interval? memory = tier ?? Figure(Cell(_memory), "memory", ["gb", "gib", "gb vram"]);
        Interval? speed = Figure(Cell(_speed), "speed", ["tok/s", "tokens/s", "t/s"]);
        int? context = Contract.FriendlyNumber.TryTokens(Cell(_context).Replace(",", "", StringComparison.Ordinal), out long tokens) && tokens is > 0 and <= 1 << 24 ? (int)tokens : null;
        List<Claim> found = [];
        List<Claim> besides = [];
        (Ease ease, Interval? noted) = Note(Cell(_note), devices, memory, context);
        string quant = Cell(_quant) is { Length: > 0 } own ? own : cell.Quant;
        foreach (string device in devices.IsEmpty ? [""] : devices)
        {
            if (memory is Interval size && device.Length > 0)
            {
                found.Add(new MemoryClaim([device], size));
            }

            // A speed measured there says more than that it fits.
            found.AddRange(speed is null || device.Length == 0 ? models.Select(m => new FitsClaim(m, quant, device, memory, context, ease)) : []);
            if ((speed ?? noted) is Interval rate && device.Length > 0)
            {
                found.AddRange(models.Select(m => new SpeedClaim(m, quant, device, rate)));
            }

            string priced = _price >= 0 ? header[_price] : "";
            if (device.Length > 0 && !FactWords.NoPrice().IsMatch(priced + " " + Cell(_price)) && Amounts.TryRead(Cell(_price), out Interval price, out string unit))
            {
                found.Add(new PriceOfClaim(device, FactWords.Used().IsMatch(priced) ? "used" : "", price, unit.Contains('€', StringComparison.Ordinal) ? "EUR" : "USD"));
            }
        }

        found.AddRange(besides);
        if (found.Count == 0)
        {
            unread.Add(new Unread(line, text, "No hardware, model or figure was recognised in this row."));
        }

        claims.AddRange(found.Select(c => c with { Line = line, Text = c.Text.Length > 0 ? c.Text : text }));

        Interval? Figure(string cell, string column, string[] units)
        {
            Interval? amount = Amounts.Read(cell, units);
            if (amount is null && cell.Any(char.IsAsciiDigit))
            {
                unread.Add(new Unread(line, cell, $"The {column} isn't a figure LocalRig reads."));
            }

            return amount;
        }

        (Ease Ease, Interval? Speed) Note(string note, ImmutableArray<string> on, Interval? size, int? tokens)
        {
            Ease said = Ease.Fits;
            Interval? rate = null;
            foreach (string part in note.Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(MostInCell))
            {
                Mentions mentions = Mentions.In(part.Length <= Sentences.MostLetters ? part : "");
                Ease? here = Tight().IsMatch(part) ? Ease.Tight : Comfortable().IsMatch(part) ? Ease.Comfortable : null;
                if (mentions.Models is [var other] && here is Ease ease)
                {
                    besides.AddRange((on.IsEmpty ? [""] : on).Select(d => new FitsClaim(Named(other), mentions.Quant, d, size, tokens, ease) { Text = part }));
                }
                else if (mentions.Speed is [var figure])
                {
                    rate = figure;
                }
                else if (mentions.Models.IsEmpty && here is Ease whole)
                {
                    said = whole;
                }
                else if (mentions.HasFigures || mentions.Models.Length > 0)
                {
                    unread.Add(new Unread(line, part, "No form of claim LocalRig reads."));
                }
            }

            return (said, rate);
        }
    }

    private string Named(string model) => family.Length > 0 && model.Length > 0 && char.IsAsciiDigit(model[0]) ? $"{family}-{model}" : model;

    /// <summary>Whether a part names a device, known or not: "8 GB RAM" and "CPU only" don't.</summary>
    private static bool IsDevice(string part) =>
        part.Length <= Sentences.MostLetters && FactFinder.In(part) is var facts && (facts.Any(f => f.Kind is FactKind.Device or FactKind.Series) || part.Any(char.IsAsciiDigit) && !facts.Any(f => f.Kind is FactKind.Memory or FactKind.Model));

    /// <summary>"7B–14B" names both ends.</summary>
    private static IEnumerable<string> Range(string part) =>
        SizeRange().Match(part) is { Success: true } match ? [match.Groups[1].Value + "B", match.Groups[2].Value + "B"] : [part];

    private static ImmutableArray<string> Parts(string cell) =>
        [.. Separator().Split(cell).Select(p => p.Trim(' ', '*', '`', '_')).Where(p => p.Length > 0).Take(MostInCell)];

    private static int Column(ImmutableArray<string> header, params ReadOnlySpan<string> words)
    {
        for (int i = 0; i < header.Length; i++)
        {
            foreach (string word in words)
            {
                if (header[i].Contains(word, StringComparison.OrdinalIgnoreCase))
                {
                    return i;
                }
            }
        }

        return -1;
    }

    [GeneratedRegex(@"\s*(?:,|;|\bor\b|\band\b|\s/\s)\s*", RegexOptions.IgnoreCase)]
    private static partial Regex Separator();

    [GeneratedRegex(@"^(\d{1,4}(?:\.\d)?)[bB]?\s?[-–—]\s?(\d{1,4}(?:\.\d)?)[bB]$")]
    private static partial Regex SizeRange();

    [GeneratedRegex(@"\b(?:tight|barely)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Tight();

    [GeneratedRegex(@"\b(?:comfortable|headroom|plenty)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Comfortable();
}
