using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using LocalRig.Audit.Claims;

namespace LocalRig.Audit.Reading;

/// <summary>Finds the facts in a piece of text, in the order they stand in. What one kind has taken is blanked out before the next looks.</summary>
internal static partial class FactFinder
{
    private const double BitsPerByte = 8;
    private const double Tera = 1000;
    private const double GigabytesPerGibibyte = 1.073741824;
    private const int LeastContext = 1000; // fewer tokens are an answer's length, not a context

    // A table asks several times what a cell names, and heads and names repeat through a guide.
    private const int MostRemembered = 2048;

    [ThreadStatic]
    private static Dictionary<string, ImmutableArray<Fact>>? t_remembered;

    /// <summary>The facts of a piece not longer than <see cref="Sentences.MostLetters"/>.</summary>
    public static ImmutableArray<Fact> In(string text)
    {
        Dictionary<string, ImmutableArray<Fact>> remembered = t_remembered ??= new(StringComparer.Ordinal);
        if (remembered.TryGetValue(text, out ImmutableArray<Fact> known))
        {
            return known;
        }

        if (remembered.Count >= MostRemembered)
        {
            remembered.Clear();
        }

        return remembered[text] = Found(text);
    }

    private static ImmutableArray<Fact> Found(string text)
    {
        Remainder rest = new(text);
        List<Fact> facts = [];
        if (!text.AsSpan().ContainsAnyInRange('0', '9') && !text.Contains("digit", StringComparison.OrdinalIgnoreCase))
        {
            // Figures and sizes have digits; of devices, models and licences a few don't.
            AddDevices(facts, rest);
            AddKnownModels(facts, rest, []);
            AddSizeless(facts, rest);
            AddLicenses(facts, rest);
            return [.. facts.OrderBy(f => f.Start)];
        }

        _ = rest.Take(DashBehindName(), Signs.Dash); // "RTX 3090 – 936 GB/s" is no range
        foreach (Match m in rest.Take(ParametersEach(), Signs.PerParameter))
        {
            AddBytes(facts, m, "gb");
        }

        foreach (Match m in rest.Take(BytesEqual(), Signs.Byte))
        {
            AddBytes(facts, m, "gb");
        }

        foreach (Match m in rest.Has(Signs.Byte) && BytesList().IsMatch(text) ? rest.Take(BytesOf()) : [])
        {
            AddBytes(facts, m, "gb");
        }

        foreach (Match m in rest.Take(BytesEach(), Signs.Byte))
        {
            AddBytes(facts, m, "gb");
        }

        foreach (Match m in rest.Take(BitsEach(), Signs.Bits))
        {
            Add(facts, FactKind.Bits, m, m.Groups["n"].Value);
        }

        foreach (Match m in rest.Take(Versus(), Signs.Compared))
        {
            // Of "4.97 versus 4.67 tokens/s" the first is the subject's; whose the second is, its own words say or nobody.
            Group one = m.Groups["a"];
            if (Amounts.TryRead(one.Value, out Interval rate, out _))
            {
                facts.Add(new Fact(FactKind.Speed, one.Value, rate, one.Index, one.Index + one.Length));
            }
        }

        foreach (Match m in rest.Take(BareVersus(), Signs.Compared))
        {
            Add(facts, FactKind.Speed, m, m.Groups["n"].Value);
        }

        foreach (Match m in rest.Take(Rate(), Signs.Rate).Concat(rest.Take(Generated(), Signs.Generated)))
        {
            Add(facts, FactKind.Speed, m, m.Groups["n"].Value);
        }

        foreach (Match m in rest.Take(BytesPerSecond(), Signs.PerSecond))
        {
            Add(facts, FactKind.Bandwidth, m, m.Groups["n"].Value, m.Groups["t"].Success ? Tera : 1);
        }

        AddLicenses(facts, rest);
        foreach (Match m in rest.Take(MonthDates.Written(), Signs.Year))
        {
            facts.Add(new Fact(FactKind.Date, MonthDates.Iso(m.Value), default, m.Index, m.Index + m.Length));
        }

        foreach (Match m in rest.Take(IsoDay(), Signs.Year))
        {
            facts.Add(new Fact(FactKind.Date, m.Value, default, m.Index, m.Index + m.Length));
        }

        foreach (Match m in rest.Take(ActiveCount(), Signs.Active))
        {
            Add(facts, FactKind.Active, m, m.Groups["n"].Success ? m.Groups["n"].Value : m.Groups["o"].Value);
        }

        foreach (Match m in rest.Take(LayerCount(), Signs.Layers))
        {
            Add(facts, FactKind.Layers, m, m.Groups["n"].Value);
        }

        foreach (Match m in rest.Take(BigModel(), Signs.Parameters))
        {
            facts.Add(new Fact(FactKind.Model, m.Groups["n"].Value + "B", default, m.Index, m.Index + m.Length));
        }

        foreach (Match m in rest.Take(SizedModels(), Signs.Parameters))
        {
            facts.Add(new Fact(FactKind.Model, m.Groups["n"].Value + "B", default, m.Index, m.Index + m.Length));
        }

        foreach (Match m in rest.Take(ParameterCount(), Signs.Parameters))
        {
            Add(facts, FactKind.Parameters, m, m.Groups["n"].Value);
        }

        AddContexts(facts, rest);
        foreach (Match m in rest.Take(TimesOf(), Signs.Times))
        {
            Add(facts, FactKind.Times, m, m.Groups["n"].Value);
        }

        foreach (Match m in rest.Take(QuantName(), Signs.Quant))
        {
            facts.Add(new Fact(FactKind.Quant, m.Value.EndsWith("precision", StringComparison.OrdinalIgnoreCase) ? "FP16" : LongQuant().Replace(m.Value.EndsWith("bits", StringComparison.OrdinalIgnoreCase) ? m.Value.Trim()[..^1] : m.Value.Trim(), q => "_" + q.Groups[1].Value[..1]), default, m.Index, m.Index + m.Length));
        }

        AddDevices(facts, rest);
        foreach (Match m in rest.Take(Money(), Signs.Money))
        {
            Add(facts, FactKind.Price, m, m.Groups["n"].Value + (m.Groups["plus"].Success ? "+" : ""));
        }

        foreach (Match m in rest.Take(Bytes(), Signs.Gigabytes))
        {
            Add(facts, FactKind.Memory, m, m.Groups["n"].Value + (m.Groups["plus"].Success ? "+" : ""), m.Groups["m"].Success ? 1 / Tera : m.Groups["t"].Success ? Tera : 1);
        }

        AddModels(facts, rest);
        ImmutableArray<Fact> all = [.. facts.OrderBy(f => f.Start)];
        return all.RemoveAll(f => Repeats(text, all, f) || OfChip(text, all, f) || Quoted(text, all, f) || f.Kind == FactKind.Quant && OfCache().IsMatch(text[f.End..]));
    }

    /// <summary>A name in brackets behind another says the same again: "Ryzen AI Max+ 395 (Strix Halo)", "Phi-3 mini (3.8B)".</summary>
    private static bool Repeats(string text, ImmutableArray<Fact> facts, Fact fact) =>
        fact.Kind is FactKind.Device or FactKind.Model && (FactWords.Closed().IsMatch(text[fact.End..]) || fact.Kind == FactKind.Model && BareSize().IsMatch(fact.Text))
        && facts.Any(f => f != fact && f.Kind == fact.Kind && f.End <= fact.Start && (FactWords.Closed().IsMatch(text[fact.End..]) || !BareSize().IsMatch(f.Text)) && FactWords.Opened().IsMatch(text[f.End..fact.Start]));

    /// <summary>A computer whose chip follows is that chip: "Mac mini, M4 Pro", "MacBook Pro (M3 Max)".</summary>
    private static bool OfChip(string text, ImmutableArray<Fact> facts, Fact fact) =>
        fact.Kind == FactKind.Device && Computer().IsMatch(fact.Text) && facts.Any(f => f.Kind == FactKind.Device && f.Start >= fact.End && ChipFollows().IsMatch(text[fact.End..f.Start]) && f.Text.StartsWith('M'));

    /// <summary>A size in quotation marks beside named models is what they are called, not another: 'both are sold as "35B"'.</summary>
    private static bool Quoted(string text, ImmutableArray<Fact> facts, Fact fact) =>
        fact.Kind == FactKind.Model && BareSize().IsMatch(fact.Text) && fact.Start > 0 && fact.End < text.Length && text[fact.Start - 1] is '"' or '“' && text[fact.End] is '"' or '”'
        && facts.Any(f => f.Kind == FactKind.Model && !BareSize().IsMatch(f.Text));

    /// <summary>A size in GB where it is written in GiB and files are counted in GB.</summary>
    public static Interval Decimal(Fact size) => size.Text.Contains("GiB", StringComparison.Ordinal) ? Rounded(size.Amount * GigabytesPerGibibyte) : size.Amount;

    private static Interval Rounded(Interval size) => new(Math.Round(size.Low, 2), Math.Round(size.High, 2));

    private static void AddBytes(List<Fact> facts, Match m, string unit)
    {
        string figure = m.Groups["n"].Success ? m.Groups["n"].Value : m.Groups["o"].Value;
        Add(facts, FactKind.Bits, m, figure + unit, BitsPerByte);
    }

    private static void AddContexts(List<Fact> facts, Remainder rest)
    {
        foreach (Match m in rest.Take(ContextWindow(), Signs.Context))
        {
            Group number = m.Groups["a"].Success ? m.Groups["a"] : m.Groups["b"].Success ? m.Groups["b"] : m.Groups["c"];
            string digits = number.Value.Replace(",", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
            if (Contract.FriendlyNumber.TryTokens(digits, out long tokens) && tokens is >= LeastContext and <= 1 << 24)
            {
                facts.Add(new Fact(FactKind.Context, m.Value.Trim(), Interval.Of(tokens), m.Index, m.Index + m.Length));
            }
        }
    }

    private static void Add(List<Fact> facts, FactKind kind, Match match, string figure, double factor = 1)
    {
        if (Amounts.TryRead(figure, out Interval amount, out _))
        {
            facts.Add(new Fact(kind, match.Value.Trim(), amount * factor, match.Index, match.Index + match.Length));
        }
    }

    private const string Hedge = @"(?:(?:at least|at most|up to|over|above|more than|under|less than|below|about|around|roughly|approximately|approx\.?|~|≈|<=|>=|<|>|≥|≤)\s?){0,2}";
    private const string Digits = @"\d[\d,]{0,9}(?:\.\d{1,4})?";
    private const string Span = @"(?<n>" + Hedge + Digits + @"(?:\s?(?:-|–|—|to)\s?(?:~\s?)?" + Digits + @")?\s?\+?)\s?";
    private const string Begin = @"(?<![\w.,/\u0001-])";

    [GeneratedRegex(Begin + Span + @"GB (?:of (?:VRAM|RAM|memory) )?(?:per|for (?:each|every)) (?:one |1 )?(?:billion\b(?: param\w*)?(?! tokens)|1?B (?:of )?param\w*)|\b(?:1|one) billion param\w* (?:\(1B\) )?(?:is|=|≈|takes|needs|requires|uses) (?<o>" + Hedge + Digits + @")\s?GB(?: of (?:VRAM|RAM|memory))?|\beach billion param\w* (?:requires|needs|takes) (?<o>" + Hedge + Digits + @")\s?GB(?: of (?:VRAM|RAM|memory))?|\beach (?:param(?:eter)?|weight) (?:is|takes|needs|uses|requires|occupies) (?<o>" + Hedge + Digits + @"(?:\s?(?:-|–|to)\s?" + Digits + @")?) bytes?\b", RegexOptions.IgnoreCase)]
    private static partial Regex ParametersEach();

    [GeneratedRegex(@"(?<=\b(?:(?:RTX|GTX|GT|RX|WX|Arc|Vega)[\s-]?(?:PRO\s)?[A-Z]?\d{2,4}|(?:30|40|50)[5-9]0)\s)[-–—](?=\s[~≈]?\d)", RegexOptions.IgnoreCase)]
    private static partial Regex DashBehindName();

    [GeneratedRegex(@"(?<=\b(?:FP|BF|INT|NF|Q|float)\d{1,2}\s?[=:≈]\s?)(?<n>\d(?:\.\d{1,3})?)(?= bytes?\b)", RegexOptions.IgnoreCase)]
    private static partial Regex BytesEqual();

    [GeneratedRegex(@"(?<=\bmodels? (?:(?:up to|of|with|around|under|below|over|as large as) )?[~≈]?)(?<n>\d{1,4}(?:\.\d{1,2})?)\s?(?:B|billion) param(?:eter)?s?\b", RegexOptions.IgnoreCase)]
    private static partial Regex SizedModels();

    [GeneratedRegex(@"(?<=\()[~≈]?(?<n>\d(?:\.\d{1,3})?)\s?bytes ?(?:/|per) ?(?:weight|param(?:eter)?)(?=\))|(?<!\d ?(?:B|billion) )\bparam(?:eter)?s? ?[×x*] ?[~≈]?(?<n>\d(?:\.\d{1,3})?) ?bytes\b|(?<=\b(?:quantization|quant|that['’]s|is|about|roughly|uses|takes) )[~≈]?(?<n>\d(?:\.\d{1,3})?) bytes per (?:weight|param(?:eter)?)\b", RegexOptions.IgnoreCase)]
    private static partial Regex BytesEach();

    [GeneratedRegex(@"^(?:Mac ?(?:mini|Studio|Pro)|MacBook (?:Pro|Air)|iMac)$", RegexOptions.IgnoreCase)]
    private static partial Regex Computer();

    [GeneratedRegex(@"^,?\s\(?(?:with |Apple |the |an? ){0,3}$", RegexOptions.IgnoreCase)]
    private static partial Regex ChipFollows();

    [GeneratedRegex(@"\bbytes ?(?:/|per) ?(?:weight|param)", RegexOptions.IgnoreCase)]
    private static partial Regex BytesList();

    [GeneratedRegex(@"(?<![\w.])(?<n>\d(?:\.\d{1,3})?)(?= ?\((?:\d|fp|bf|int|Q)[\w-]{0,6}\))", RegexOptions.IgnoreCase)]
    private static partial Regex BytesOf();

    [GeneratedRegex(Begin + Span + @"(?:bits (?:per|/) ?(?:weight|param(?:eter)?)|effective bits|bits/weight|bpw\b)", RegexOptions.IgnoreCase)]
    private static partial Regex BitsEach();

    [GeneratedRegex(Begin + @"(?:(?<n>(?:single|double)[- ]digits?)\s|" + Span + @")(?:tok(?:en)?s?[\s-]?(?:/|per|a)[\s-]?s(?:ec(?:ond)?)?\b|t/s\b|tps\b)", RegexOptions.IgnoreCase)]
    private static partial Regex Rate();

    [GeneratedRegex(Begin + @"(?<a>" + Hedge + Digits + @")\s(?:versus|vs\.?|against|compared (?:to|with))\s" + Hedge + Digits + @"\s?(?:tok(?:en)?s?[\s-]?(?:/|per|a)[\s-]?s(?:ec(?:ond)?)?\b|t/s\b|tps\b)", RegexOptions.IgnoreCase)]
    private static partial Regex Versus();

    [GeneratedRegex(@"(?<=(?:tok(?:en)?s?/s(?:ec)?|t/s|tps|per second) (?:versus|vs\.?|against|compared (?:to|with)) )(?<n>" + Hedge + Digits + @")(?= (?:on|for|with)\s)", RegexOptions.IgnoreCase)]
    private static partial Regex BareVersus();

    [GeneratedRegex(@"(?<=(?<!Ada )\bgeneration(?: speed)?\s?:\s?)(?<n>\d{1,4}(?:\.\d{1,2})?)(?:\s?±\s?[\d.]{1,6})?", RegexOptions.IgnoreCase)]
    private static partial Regex Generated();

    [GeneratedRegex(Begin + Span + @"(?:G|(?<t>T))B/s(?:ec)?\b")]
    private static partial Regex BytesPerSecond();

    [GeneratedRegex(Begin + Span + @"(?:B|billion)[ -](?:parameters? )?(?:are )?active\b(?: param\w*)?|\bactive param(?:eter)?s?(?: per token)?\s*:\s*(?<o>" + Hedge + Digits + @")\s?(?:B|billion)\b|\bactivat(?:es?|ing)\W{0,3}(?:only )?(?<o>" + Hedge + Digits + @")\s?(?:B|billion)\b(?: param\w*)?", RegexOptions.IgnoreCase)]
    private static partial Regex ActiveCount();

    [GeneratedRegex(Begin + @"(?<n>\d{1,4}(?:\.\d{1,2})?)(?:\s?B| billion) param(?:eter)?s?(?=\s?[x×*]\s?\d)|" + Begin + @"(?<n>\d{1,4}(?:\.\d{1,2})?)[ -]billion[ -]param(?:eter)?(?!eters)\b(?= ?(?:model|LLM|class)|\u0001| [a-z])", RegexOptions.IgnoreCase)]
    private static partial Regex BigModel();

    [GeneratedRegex(@"\b(?:total )?param(?:eter)?s?\s*:\s*(?<n>" + Hedge + Digits + @")\s?(?:B|billion)\b|" + Begin + Span + @"(?:billion (?:total )?parameters?\b|B (?:total )?param(?:eter)?s?\b(?! model)|B-parameter (?=(?:dense|MoE|mixture|sparse)\b)|B total\b(?= ?(?:/|,|and|with|param)))", RegexOptions.IgnoreCase)]
    private static partial Regex ParameterCount();

    [GeneratedRegex(
        @"(?<![\w.,-])(?:(?<a>\d[\d,]{0,9}(?:\.\d)?\s?[kKmM]?)[- ](?:tokens?[- ])?(?:of )?(?:(?:native|full|max(?:imum)?) )?(?:context|ctx|window)(?: (?:window|length))?\b|(?:context|ctx)(?:[ -](?:window|length|size))?(?: of| is|:| =|(?: (?:set|reduced|increased|lowered|raised|capped|limited))? to)? (?<b>\d[\d,]{2,9}[kKmM]?|\d{1,4}[kK])(?: tokens)?(?![\w.])|(?<c>\d{1,3}(?:,\d{3}){1,2}|\d{1,4} ?[kK]|\d{4,7}) tokens\b)",
        RegexOptions.IgnoreCase)]
    private static partial Regex ContextWindow();

    [GeneratedRegex(@"(?<![\w.-])20[12]\d-[01]\d(?:-[0-3]\d)?(?![\w-])")]
    private static partial Regex IsoDay();

    [GeneratedRegex(@"(?<n>\bApache(?:[- ]Licen[cs]e)?,?[- ](?:v(?:ersion )?)?2(?:\.0)?|\b(?-i:MIT)|\bLlama(?: \d(?:\.\d)?)? Community|\bGemma(?= (?:terms|licen[cs]e))|\bCC[- ]BY(?:-NC)?(?:-SA)?[- ]\d\.\d)\b(?:[- ]licen[cs]ed?| Terms of Use)?", RegexOptions.IgnoreCase)]
    private static partial Regex LicenseName();

    [GeneratedRegex(Begin + @"(?<n>\d{1,3})(?: of (?:its |the )?\d{1,3})? (?:\w+ )?(?:transformer |decoder |model )?layers\b|(?:-ngl|--n-gpu-layers|--gpu-layers)[ =](?<n>\d{1,3})\b", RegexOptions.IgnoreCase)]
    private static partial Regex LayerCount();

    [GeneratedRegex(@"(?<![\w.])(?<n>\d{1,3}(?:\.\d{1,2})?)\s?(?:x|×|times)(?= (?:the|faster|as fast|more|that of))", RegexOptions.IgnoreCase)]
    private static partial Regex TimesOf();

    [GeneratedRegex(@"\bQ[2-6]_K - (?:Small|Medium|Large)\b|(?<!\()\b(?:full|half) precision\b(?!\s*\()|(?<=\bbytes \()(?:16|32)[- ]bit\b|(?<=\b(?:at|in|an?|ran|run|running) )16[- ]?bit\b(?=,|\.|$| precision| on\b| \u0001| (?:it|the|its|needs|takes|requires)| [A-Z]\w+[- ]?\d)|\b(?:UD-)?I?Q[1-8]_(?:[A-Z0-9]+)(?:_[A-Z]{1,3})?\b|\b(?:UD-)?I?Q[1-8]-(?:K(?:-[SML])?|X?XS|[SM]|NL|[01])\b|\bUnsloth Dynamic(?: 2\.0)?|\b(?:float|fp|bf|f)(?:16|32)\b|\b(?:MXFP4|NVFP4|FP8|FP4)\b|(?<![\w.])[2-8][- ]?bit\b|(?<=\bin )[2-8]-bits\b|\bint[48]\b|\bI?Q[1-8]\b", RegexOptions.IgnoreCase)]
    private static partial Regex QuantName();
}
