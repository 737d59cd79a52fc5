using System.Buffers;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using LocalRig.Audit.Claims;

namespace LocalRig.Audit.Reading;

/// <summary>What a clause of a guide mentions: models, devices, figures by unit, a quantization.</summary>
internal sealed partial record Mentions
{
    /// <summary>Models in the order they stand in.</summary>
    public required ImmutableArray<string> Models { get; init; }

    /// <summary>Devices in the order they stand in.</summary>
    public required ImmutableArray<string> Devices { get; init; }

    /// <summary>Memory in GB.</summary>
    public required ImmutableArray<Interval> Memory { get; init; }

    /// <summary>Bandwidths in GB/s.</summary>
    public required ImmutableArray<Interval> Bandwidth { get; init; }

    /// <summary>Rates in tokens per second.</summary>
    public required ImmutableArray<Interval> Speed { get; init; }

    /// <summary>Prices with their currency.</summary>
    public required ImmutableArray<(Interval Amount, string Currency)> Prices { get; init; }

    /// <summary>Counts of parameters in billions.</summary>
    public required ImmutableArray<Interval> Parameters { get; init; }

    /// <summary>Days, months.</summary>
    public required ImmutableArray<string> Dates { get; init; }

    /// <summary>Scores of a test: of a hundred, or percent where a test is named.</summary>
    public required ImmutableArray<Interval> Scores { get; init; }

    /// <summary>The test named, or empty.</summary>
    public required string Benchmark { get; init; }

    /// <summary>Who tested, where named, or empty.</summary>
    public required string Publisher { get; init; }

    /// <summary>The first quantization named, or empty.</summary>
    public required string Quant { get; init; }

    /// <summary>Tokens of context named, or null.</summary>
    public required int? Context { get; init; }

    /// <summary>Whether any figure was found that a claim could be about.</summary>
    public bool HasFigures => Memory.Length + Bandwidth.Length + Speed.Length + Prices.Length + Parameters.Length + Dates.Length + Scores.Length > 0;

    /// <summary>Finds what a clause mentions. What was found is taken out before the next kind is looked for.</summary>
    /// <param name="clause">The clause; not longer than <see cref="Sentences.MostLetters"/>.</param>
    public static Mentions In(string clause)
    {
        Dictionary<string, Mentions> remembered = t_remembered ??= new(StringComparer.Ordinal);
        if (remembered.TryGetValue(clause, out Mentions? known))
        {
            return known;
        }

        if (remembered.Count >= MostRemembered)
        {
            remembered.Clear();
        }

        return remembered[clause] = Found(clause);
    }

    // A sentence is asked as a whole and clause by clause, several times.
    private const int MostRemembered = 256;

    [ThreadStatic]
    private static Dictionary<string, Mentions>? t_remembered;

    private static Mentions Found(string clause)
    {
        string rest = clause;
        ImmutableArray<string> quants = Take(ref rest, QuantName(), Signs.Quant);
        ImmutableArray<string> dates = Take(ref rest, Day(), Signs.Year);
        ImmutableArray<string> contexts = Take(ref rest, ContextWord(), Signs.Context);
        string benchmark = RankingNames.Benchmark(clause);
        ImmutableArray<string> scores = [.. Take(ref rest, OfHundred(), Signs.Hundred), .. benchmark.Length > 0 ? Take(ref rest, Percent(), Signs.Percent) : []];
        ImmutableArray<string> parameters = Take(ref rest, ParameterCount(), Signs.Parameters);
        ImmutableArray<string> speeds = Take(ref rest, Rate(), Signs.Rate);
        ImmutableArray<string> bandwidths = Take(ref rest, BytesPerSecond(), Signs.PerSecond);
        ImmutableArray<string> devices = Take(ref rest, DeviceName(), Signs.Device);
        ImmutableArray<string> prices = Take(ref rest, Price(), Signs.Money);
        ImmutableArray<string> memory = Take(ref rest, Bytes(), Signs.Gigabytes);
        return new Mentions
        {
            Models = [.. (Signs.HasSize(clause) ? Take(ref rest, ModelName()) : []).Select(m => m.Trim())],
            Devices = [.. devices.Select(d => d.Trim())],
            Memory = Figures(memory),
            Bandwidth = Figures(bandwidths),
            Speed = Figures(speeds),
            Prices = [.. prices.Select(p => (Amount: Figure(p), Currency: CurrencyOf(p))).Where(p => p.Amount is not null).Select(p => (p.Amount!.Value, p.Currency))],
            Parameters = Figures(parameters),
            Dates = dates,
            Scores = [.. scores.Select(Score).OfType<Interval>()],
            Benchmark = benchmark,
            Publisher = RankingNames.Publisher(clause),
            Quant = quants.IsEmpty ? "" : quants[0].Trim(),
            Context = contexts.IsEmpty || !Contract.FriendlyNumber.TryTokens(Leading(contexts[0]), out long tokens) || tokens is <= 0 or > 1 << 24 ? null : (int)tokens,
        };
    }

    private static ImmutableArray<Interval> Figures(ImmutableArray<string> texts) => [.. texts.Select(Figure).OfType<Interval>()];

    private static Interval? Figure(string text) => Amounts.TryRead(text, out Interval amount, out _) ? amount : null;

    private static Interval? Score(string text) => Figure(text.Split(' ', '/', '%', 'o', 'O')[0]);

    private static string CurrencyOf(string text) => text.Contains('€', StringComparison.Ordinal) ? "EUR" : text.Contains('£', StringComparison.Ordinal) ? "GBP" : "USD";

    private static string Leading(string text) => text.Split([' ', '-'], 2)[0].Replace(",", "", StringComparison.Ordinal);

    private static ImmutableArray<string> Take(ref string rest, Regex kind, SearchValues<string> sign) => Signs.In(rest, sign) ? Take(ref rest, kind) : [];

    private static ImmutableArray<string> Take(ref string rest, Regex kind)
    {
        if (!kind.IsMatch(rest))
        {
            return [];
        }

        ImmutableArray<string> found = [.. kind.Matches(rest).Select(m => m.Value)];
        rest = kind.Replace(rest, " _ ");
        return found;
    }

    private const string Figures_ = @"(?:(?:at least|at most|up to|over|more than|under|less than|below|about|around|roughly|~|≈|<|>|≥|≤)\s?){0,2}\d[\d,]{0,9}(?:\.\d{1,4})?(?:\s?(?:-|–|—|to)\s?\d[\d,]{0,9}(?:\.\d{1,4})?)?\s?\+?\s?";

    [GeneratedRegex("(?:" + Figures_ + @"|(?:single|double)[- ]digits?\s)(?:tok(?:ens?)?[\s-]?(?:/|per)[\s-]?s(?:ec(?:ond)?)?\b|t/s\b)", RegexOptions.IgnoreCase)]
    private static partial Regex Rate();

    [GeneratedRegex(Figures_ + @"[GT]B/s\b")]
    private static partial Regex BytesPerSecond();

    [GeneratedRegex(Figures_ + @"Gi?B\b", RegexOptions.IgnoreCase)]
    private static partial Regex Bytes();

    [GeneratedRegex(@"(?:(?:about|around|roughly|under|over|up to|at least|~|<|>)\s?)?[$€£]\s?\d[\d,]{0,9}(?:\.\d\d)?(?:\s?(?:-|–|—|to)\s?[$€£]?\d[\d,]{0,9}(?:\.\d\d)?)?", RegexOptions.IgnoreCase)]
    private static partial Regex Price();

    [GeneratedRegex(Figures_ + @"billion parameters\b", RegexOptions.IgnoreCase)]
    private static partial Regex ParameterCount();

    [GeneratedRegex(@"(?<![\w./])\d{1,3}(?:\.\d{1,2})?\s?(?:/|of|out of)\s?100\b(?!\s?(?:[GT]i?B|tok|%|W\b))", RegexOptions.IgnoreCase)]
    private static partial Regex OfHundred();

    [GeneratedRegex(@"(?<![\w./])\d{1,3}(?:\.\d{1,2})?\s?%")]
    private static partial Regex Percent();

    [GeneratedRegex(@"\b20\d\d-\d\d(?:-\d\d)?\b")]
    private static partial Regex Day();

    [GeneratedRegex(@"(?<![\w.])\d[\d,]{0,9}[km]?[- ](?:tokens? (?:of )?)?context\b", RegexOptions.IgnoreCase)]
    private static partial Regex ContextWord();

    [GeneratedRegex(@"\b(?:UD-)?I?Q[1-8]_(?:[A-Z0-9]+)(?:_[A-Z]{1,3})?\b|\bUnsloth Dynamic(?: 2\.0)?|\b(?:float|fp|bf|f)(?:16|32)\b|\b[2-8][- ]bit\b|\bQ[2-8]\b", RegexOptions.IgnoreCase)]
    private static partial Regex QuantName();

    // A name of up to three words before the size: Qwen3.5-27B, Llama 3.1 70B, gpt-oss-20b, Qwen3-235B-A22B, 7B. No lazy loop around a
    // group: the code .NET 10's generator makes of one ran past its array on damaged text (found by fuzzing).
    [GeneratedRegex(@"(?<![\w.-])(?:(?:Qwen|Llama|Gemma|Mistral|Ministral|Phi|GLM|Nemotron|DeepSeek|gpt-oss|Kimi|Mixtral|MiniMax)[\w.]{0,12}[- ](?:[A-Z0-9][\w.]{0,10}[- ]){0,2})?E?\d{1,4}(?:\.\d{1,2})?[bB](?:-A\d{1,3}(?:\.\d)?B)?(?![\w])", RegexOptions.IgnoreCase)]
    private static partial Regex ModelName();

    [GeneratedRegex(
        @"(?:\b(?:dual|two|three|four|[248]x)\s)?(?:\bused\s)?(?:\b(?:RTX|GTX|RX|Arc|Tesla|Quadro)\s?(?:PRO\s)?[A-Z]?\d{3,4}(?:\s?(?:Ti|SUPER|XTX|XT|GRE|Ada|Blackwell|D|Laptop)\b){0,2}|\b(?:MacBook\s(?:Air|Pro)\s|Mac\s(?:Studio|mini|Pro)\s)?M[1-6](?:\s(?:Pro|Max|Ultra))?\b|\b(?:MacBook\s(?:Air|Pro)|Mac\s(?:Studio|mini|Pro))|\bThreadripper(?:\sPRO)?(?:\s\d{4}W?X)?|\b(?:30|40|50)[5-9]0(?:\s(?:Ti|SUPER))?\b|\b(?:[AH]100|H200|B200|L40S?|DGX Spark|Strix Halo|Ryzen AI Max\+? ?395)\b)(?:\s\d{1,4}\s?GB\b)?s?",
        RegexOptions.IgnoreCase)]
    private static partial Regex DeviceName();
}
