using System.Collections.Immutable;
using System.Text.RegularExpressions;
using LocalRig.Audit.Claims;

namespace LocalRig.Audit.Reading;

/// <summary>Makes claims of a sentence or list item: each figure is bound to the model, device and quantization it stands with, else to the ones spoken of before.</summary>
/// <param name="text">The piece.</param>
/// <param name="facts">What it names.</param>
/// <param name="before">What was spoken of before it.</param>
/// <param name="family">The family sizes without a name belong to, or empty.</param>
internal sealed partial class FactSentence(string text, ImmutableArray<Fact> facts, Subject before, string family)
{
    private const int Window = 48; // letters around a figure that say what it counts

    /// <summary>The claims. A question or a supposition makes none.</summary>
    /// <param name="missed">Figures that no claim was made of.</param>
    public ImmutableArray<Claim> Claims(out ImmutableArray<Fact> missed)
    {
        missed = [];
        if (IsNoStatement(text))
        {
            missed = [.. facts.Where(f => f.IsFigure)];
            return [];
        }

        if (Offloaded() is Claim slowed)
        {
            return [slowed];
        }

        List<Claim> claims = [];
        List<Fact> none = [];
        foreach (Fact figure in facts.Where(f => f.IsFigure))
        {
            ImmutableArray<Claim> made = Denied(figure) ? [] : Tier(figure) is { Length: > 0 } tier ? tier : [.. Of(figure)];
            claims.AddRange(made);
            if (made.IsEmpty)
            {
                none.Add(figure);
            }
        }

        missed = [.. none];
        return [.. claims, .. Alone()];
    }

    /// <summary>Whether a sentence asks, supposes or advises instead of saying what is so.</summary>
    public static bool IsNoStatement(string sentence) => sentence.TrimEnd().EndsWith('?') || Supposed().IsMatch(sentence);

    private IEnumerable<Claim> Of(Fact figure) =>
        figure.Kind switch
        {
            FactKind.Speed => Speeds(figure),
            FactKind.Bandwidth => Devices(figure).Select(d => Mark(new BandwidthClaim(d.Name, figure.Amount), d.Inherited)),
            FactKind.Price => Prices(figure),
            FactKind.Memory => Memory(figure),
            FactKind.Bits => Quants(figure).Select(q => new BitsClaim(q, figure.Amount)),
            FactKind.Active => Models(figure).Select(m => Mark(new ActiveClaim(m.Name, figure.Amount), m.Inherited)),
            FactKind.Parameters => Models(figure).Where(m => !m.Inherited).Select(m => new ParametersClaim(m.Name, figure.Amount)),
            FactKind.Times => Times(figure),
            _ => [],
        };

    private IEnumerable<Claim> Speeds(Fact figure)
    {
        if (Prompt().IsMatch(Before(figure)) || PromptAfter().IsMatch(Right(figure)))
        {
            return [];
        }

        int? context = Context(figure, inherited: false);
        (string Name, bool Inherited)[] models = [.. Models(figure)];
        (string Name, bool Inherited)[] devices = [.. Devices(figure)];

        // Which of several models runs on which of several devices isn't said.
        return models.Length > 1 && devices.Length > 1 ? [] :
               from model in models
               from device in devices
               select Mark(new SpeedClaim(model.Name, Quant(figure), device.Name, figure.Amount) { Context = context }, model.Inherited || device.Inherited);
    }

    private IEnumerable<Claim> Prices(Fact figure)
    {
        string around = Left(figure) + " " + Right(figure);
        string condition = Used().IsMatch(around) || Used().IsMatch(text) && !NewWord().IsMatch(text) ? "used" : NewWord().IsMatch(around) ? "new" : "";
        string currency = figure.Text.Contains('€', StringComparison.Ordinal) ? "EUR" : figure.Text.Contains('£', StringComparison.Ordinal) ? "GBP" : "USD";
        return NoPrice().IsMatch(around) ? [] : Devices(figure).Take(1).Where(d => !d.Inherited || PriceWord().IsMatch(around)).Select(d => Mark(new PriceOfClaim(d.Name, condition, figure.Amount, currency), d.Inherited));
    }

    private IEnumerable<Claim> Memory(Fact figure)
    {
        string left = Left(figure);
        string right = Right(figure);
        Fact? last = facts.LastOrDefault(f => f.End <= figure.Start && f.Kind is FactKind.Model or FactKind.Device && f.End <= figure.Start);
        bool cache = CacheWord().IsMatch(left) || CacheAfter().IsMatch(right) || before.OfCache && !WeightWord().IsMatch(left) && !TotalWord().IsMatch(left + " " + right);
        if (cache)
        {
            return Context(figure, inherited: true) is int tokens ? Models(figure).Select(m => Mark(new CacheClaim(m.Name, tokens, figure.Amount), m.Inherited)) : [];
        }

        if (OtherMemory().IsMatch(left) || OtherMemoryAfter().IsMatch(right))
        {
            return [];
        }

        if (last?.Kind == FactKind.Device && (DeviceMemoryAfter().IsMatch(right) || DeviceMemory().IsMatch(left)) || last is null && before.Device.Length > 0 && CardMemory().IsMatch(left + "\u0002" + right))
        {
            return Devices(figure).Select(d => Mark(new MemoryClaim([d.Name], figure.Amount), d.Inherited));
        }

        bool named = facts.Any(f => f.Kind == FactKind.Model);
        if (!named && facts.Any(f => f.Kind == FactKind.Device))
        {
            return []; // a device's figure, not of the model spoken of before
        }

        string quant = Quant(figure);
        return Fits().IsMatch(left) && named ? Models(figure).Select(m => new FitsClaim(m.Name, quant, "", figure.Amount, Context(figure, inherited: false), EaseIn(text)))
            : FileWord().IsMatch(left) || FileAfter().IsMatch(right) || InBrackets(figure) && facts.Any(f => f.Kind == FactKind.Quant && f.End <= figure.Start && figure.Start - f.End <= 2)
                ? Models(figure).Select(m => Mark(new FileSizeClaim(m.Name, quant, FactFinder.Decimal(figure)), m.Inherited))
            : NeedsWord().IsMatch(left) || NeedsAfter().IsMatch(right) ? Models(figure).Select(m => Mark(new NeedsClaim(m.Name, quant, figure.Amount, Context(figure, inherited: false)), m.Inherited))
            : [];
    }

    private IEnumerable<Claim> Times(Fact figure)
    {
        Fact? other = facts.FirstOrDefault(f => f.Kind == FactKind.Device && f.Start >= figure.End && f.Start - figure.End <= Window);
        Fact? one = facts.FirstOrDefault(f => f.Kind == FactKind.Device);
        return other is null || one is null || one == other || !Compared().IsMatch(text) ? [] : [new ComparisonClaim(one.Text, other.Text, figure.Amount, "")];
    }

    /// <summary>"24 GB: 32B at Q4_K_M, 70B at Q2" and "On 8 GB, a 12B just fits": the memory leads, what fits follows.</summary>
    private ImmutableArray<Claim> Tier(Fact figure)
    {
        Fact[] after = [.. facts.Where(f => f.Kind == FactKind.Model && f.Start >= figure.End)];
        if (figure.Kind != FactKind.Memory || after.Length == 0 || facts.Any(f => f.Start < figure.Start && f.Kind is FactKind.Model or FactKind.Device && f.Start < figure.Start))
        {
            return [];
        }

        string lead = text[..figure.Start];
        string between = text[figure.End..after[0].Start];
        bool tier = lead.Trim(' ', '-', '*').Length == 0 && TierAfter().IsMatch(between) || facts.Count(f => f.Kind == FactKind.Memory) == 1 && TierBefore().IsMatch(lead) && Runs().IsMatch(text);
        return tier ? [.. after.Select(m => (Claim)new FitsClaim(Named(m.Text), QuantAfter(m), "", figure.Amount, ContextAfter(m), EaseIn(Segment(m))))] : [];
    }

    /// <summary>Claims without a figure of their own: a context that a model takes.</summary>
    private IEnumerable<Claim> Alone()
    {
        Fact[] contexts = [.. facts.Where(f => f.Kind == FactKind.Context)];
        return contexts.Length == 1 && !facts.Any(f => f.IsFigure && f.Kind is not FactKind.Active) && ContextLength().IsMatch(text) && !Negation().IsMatch(text) && !facts.Any(f => f.Kind == FactKind.Device)
            ? Models(contexts[0]).Where(m => !m.Inherited).Select(m => new ContextLengthClaim(m.Name, contexts[0].Amount))
            : [];
    }

    private Claim? Offloaded()
    {
        Fact[] speeds = [.. facts.Where(f => f.Kind == FactKind.Speed)];
        return speeds.Length == 2 && Offload().IsMatch(text) && Drop().IsMatch(text) && Models(speeds[0]).Take(1).ToArray() is [var model]
            ? Mark(new OffloadClaim(model.Name, Quant(speeds[0]), facts.FirstOrDefault(f => f.Kind == FactKind.Device)?.Text ?? "", speeds[0].Amount, speeds[1].Amount), model.Inherited)
            : null;
    }

    private IEnumerable<(string Name, bool Inherited)> Models(Fact figure) => Bound(figure, FactKind.Model, before.Model).Select(m => (Named(m.Name), m.Inherited));

    private IEnumerable<(string Name, bool Inherited)> Devices(Fact figure) => Bound(figure, FactKind.Device, before.Device);

    private IEnumerable<string> Quants(Fact figure)
    {
        Fact[] known = [.. facts.Where(f => f.Kind == FactKind.Quant)];
        Fact? near = known.LastOrDefault(f => f.End <= figure.Start) is { } left && known.FirstOrDefault(f => f.Start >= figure.End) is { } right
            ? figure.Start - left.End <= right.Start - figure.End && !InBracketsAfter(figure, right) ? left : right
            : known.LastOrDefault(f => f.End <= figure.Start) ?? known.FirstOrDefault();
        near = near is null ? null : known.First(f => f == near || f.End <= near.Start && near.Start - f.End <= 2 && text[f.End..near.Start].Contains('(', StringComparison.Ordinal));
        near = near is not null && !near.Text.Contains('_', StringComparison.Ordinal) ? known.LastOrDefault(f => f.End <= near.Start && f.Text.Contains('_', StringComparison.Ordinal)) ?? near : near;
        return near is null ? [] : [near.Text];
    }

    /// <summary>The names a figure goes with: those right after it ("on a 7B"), else the last ones before, else those after, else what was spoken of.</summary>
    private IEnumerable<(string Name, bool Inherited)> Bound(Fact figure, FactKind kind, string inherited)
    {
        List<List<Fact>> groups = Groups(kind);
        List<Fact>? after = groups.FirstOrDefault(g => g[0].Start >= figure.End);
        List<Fact>? left = groups.LastOrDefault(g => g[^1].End <= figure.Start);
        List<Fact>? chosen = after is not null && On().IsMatch(Between(figure.End, after[0].Start)) ? after : left ?? (after is not null && !facts.Any(f => f.Kind == figure.Kind && f.Start > figure.Start) ? after : null);

        // "The 4090 and the 3090: 1,008 and 936 GB/s": as many figures as names, each its own.
        Fact[] alike = [.. facts.Where(f => f.Kind == figure.Kind)];
        chosen = chosen is { Count: > 1 } && alike.Length == chosen.Count && groups.Count == 1 && alike[0].Start >= chosen[^1].End ? [chosen[Array.IndexOf(alike, figure)]] : chosen;
        return chosen is not null ? chosen.Select(f => (f.Text, false)) : inherited.Length > 0 ? [(inherited, true)] : [];
    }

    /// <summary>Names joined by commas, bars and "and", which share a figure.</summary>
    private List<List<Fact>> Groups(FactKind kind)
    {
        List<List<Fact>> groups = [];
        foreach (Fact fact in facts.Where(f => f.Kind == kind))
        {
            if (groups.Count > 0 && Joined().IsMatch(text[groups[^1][^1].End..Math.Max(groups[^1][^1].End, fact.Start)]))
            {
                groups[^1].Add(fact);
            }
            else
            {
                groups.Add([fact]);
            }
        }

        return groups;
    }

    private string Quant(Fact figure)
    {
        // The quantization said of the model the figure goes with; brackets after one repeat it in other words: "FP16 (16-bit)".
        Fact[] known = [.. facts.Where(f => f.Kind == FactKind.Quant)];
        Fact? left = known.LastOrDefault(f => f.End <= figure.Start);
        left = left is null ? null : known.LastOrDefault(f => f.End <= left.Start && left.Start - f.End <= 2 && text[f.End..left.Start].Contains('(', StringComparison.Ordinal)) ?? left;
        return left?.Text ?? known.FirstOrDefault(f => f.Start - figure.End <= Window)?.Text ?? before.QuantFor(Own);
    }

    private string[] Own => [.. facts.Where(f => f.Kind == FactKind.Model).Select(f => f.Text)];

    private string QuantAfter(Fact model) =>
        facts.FirstOrDefault(f => f.Kind == FactKind.Quant && f.Start >= model.End && !facts.Any(m => m.Kind == FactKind.Model && m.Start > model.Start && m.Start < f.Start))?.Text ?? before.QuantFor([model.Text]);

    private int? ContextAfter(Fact model) => facts.FirstOrDefault(f => f.Kind == FactKind.Context && f.Start >= model.End) is { } context ? (int)context.Amount.Low : null;

    /// <summary>The context a figure goes with; one spoken of before counts where the model is, too.</summary>
    private int? Context(Fact figure, bool inherited) =>
        (facts.LastOrDefault(f => f.Kind == FactKind.Context && f.End <= figure.Start) ?? facts.FirstOrDefault(f => f.Kind == FactKind.Context)) is { } context ? (int)context.Amount.Low : inherited || !facts.Any(f => f.Kind == FactKind.Model) ? before.Context : null;

    private string Segment(Fact model)
    {
        Fact? next = facts.FirstOrDefault(f => f.Kind == FactKind.Model && f.Start > model.Start);
        return text[model.Start..(next?.Start ?? text.Length)];
    }

    private bool Denied(Fact figure) => Negation().IsMatch(text[..figure.Start].Split([';', '.', '—', '–'])[^1]) && figure.Kind != FactKind.Bits;

    private bool InBrackets(Fact figure) => text.LastIndexOf('(', figure.Start) is int open and >= 0 && text.IndexOf(')', open) >= figure.Start;

    private bool InBracketsAfter(Fact figure, Fact next) => text[figure.End..next.Start].Trim() == "(";

    private string Left(Fact figure)
    {
        int from = facts.Where(f => f.End <= figure.Start && f.IsFigure).Select(f => f.End).DefaultIfEmpty(0).Max();
        return text[Math.Max(from, figure.Start - Window)..figure.Start];
    }

    /// <summary>All since the last figure.</summary>
    private string Before(Fact figure) => text[facts.Where(f => f.End <= figure.Start && f.IsFigure).Select(f => f.End).DefaultIfEmpty(0).Max()..figure.Start];

    private string Right(Fact figure)
    {
        int to = facts.Where(f => f.Start >= figure.End && f.IsFigure).Select(f => f.Start).DefaultIfEmpty(text.Length).Min();
        return text[figure.End..Math.Min(to, Math.Min(text.Length, figure.End + Window))];
    }

    private string Between(int from, int to) => to >= from ? text[from..to] : "";

    private string Named(string model) => family.Length > 0 && char.IsAsciiDigit(model[0]) ? $"{family}-{model}" : model;

    private static Claim Mark(Claim claim, bool inherited) => inherited ? claim with { Sureness = Sureness.Inherited } : claim;

    /// <summary>How well something is said to fit.</summary>
    public static Ease EaseIn(string words) =>
        Fails().IsMatch(words) ? Ease.Fails : TightWord().IsMatch(words) ? Ease.Tight : Comfortable().IsMatch(words) ? Ease.Comfortable : Ease.Fits;

    [GeneratedRegex(@"^\W*(?:if|suppose|imagine|assume|assuming|say you|whether|when you need|let's say)\b|\b(?:would|could|might|should|hopefully|rumou?red|wish)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Supposed();

    [GeneratedRegex(@"\b(?:prompt|prefill|pp\d+|ingest\w*|prompt eval\w*)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Prompt();

    [GeneratedRegex(@"^\W*(?:of |for |in |at )?(?:prompt|prefill|pp\d+|ingest\w*)\b", RegexOptions.IgnoreCase)]
    private static partial Regex PromptAfter();

    [GeneratedRegex(@"\b(?:used|second[- ]hand|ebay)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Used();

    [GeneratedRegex(@"\b(?:new|retail|msrp)\b", RegexOptions.IgnoreCase)]
    private static partial Regex NewWord();

    /// <summary>Whether a sentence speaks of money that isn't a device's price.</summary>
    public static bool IsOtherMoney(string sentence) => NoPrice().IsMatch(sentence);

    [GeneratedRegex(@"\b(?:prices?|priced|street|sells?|going rate|msrp|used|it costs|they cost|cards? costs?)\b", RegexOptions.IgnoreCase)]
    private static partial Regex PriceWord();

    [GeneratedRegex(@"\b(?:per|a) (?:month|hour|token|million|year)|/(?:mo|h|hr|hour|month)\b|\b(?:gap|save|cheaper|difference|budget|electricity|build|bill)\b", RegexOptions.IgnoreCase)]
    private static partial Regex NoPrice();

    [GeneratedRegex(@"\bcache\b[^.;]{0,40}$|\bcontext\b[^.;]{0,30}\b(?:takes|adds|burns)\b[^.;]{0,16}$", RegexOptions.IgnoreCase)]
    private static partial Regex CacheWord();

    [GeneratedRegex(@"^\W*(?:of|on|for|in|to)? ?(?:the |its )?(?:f16 |fp16 )?(?:KV|cache)\b", RegexOptions.IgnoreCase)]
    private static partial Regex CacheAfter();

    [GeneratedRegex(@"\b(?:total|altogether|in all)\b", RegexOptions.IgnoreCase)]
    private static partial Regex TotalWord();

    [GeneratedRegex(@"\b(?:weigh\w*|weights?)\b", RegexOptions.IgnoreCase)]
    private static partial Regex WeightWord();

    [GeneratedRegex(@"\b(?:system|main|cpu|host|DDR[345]) (?:RAM|memory)?[^,;]{0,12}$|\b(?:headroom|leaves?|leaving|spare|free|extra|adds?|(?<!with )overhead|add|difference|gap|saves?|SSD|NVMe|driver|per (?:token|layer))\b[^,;]{0,24}$", RegexOptions.IgnoreCase)]
    private static partial Regex OtherMemory();

    [GeneratedRegex(@"^\W*(?:of )?(?:system|main|cpu|DDR[345]|disk space|free|headroom|spare|overhead|to spare|left|more|less|short|extra|SSD|NVMe|tier|per (?:1K |1,000 )?(?:token|layer|8K|head))\b", RegexOptions.IgnoreCase)]
    private static partial Regex OtherMemoryAfter();

    [GeneratedRegex(@"^\W*(?:of )?(?:fast |unified |shared |dedicated |this )*(?:VRAM|GDDR\w*|HBM\w*|unified|LPDDR\w*|memory|RAM|pool)\b", RegexOptions.IgnoreCase)]
    private static partial Regex DeviceMemoryAfter();

    [GeneratedRegex(@"\b(?:has|have|with|comes? with|offers?|ships? with|capacity is|capacity|configured with|packs?|features?|only|carr(?:y|ies)|VRAM|memory)\b[^.;]{0,20}$", RegexOptions.IgnoreCase)]
    private static partial Regex DeviceMemory();

    [GeneratedRegex(@"(?:\bhas\b[^.;]{0,12}|VRAM\W{1,6}|memory capacity[^.;]{0,8}|capacity is |\bchip with |memory\W{1,4})\u0002|^\W*(?:about |up to )?\u0002\W*(?:GDDR|HBM|LPDDR|unified)", RegexOptions.IgnoreCase)]
    private static partial Regex CardMemory();

    [GeneratedRegex(@"\b(?:fits?|fitting|squeez\w+|runs?|loads?)\b[^.;]{0,24}\b(?:in|into|on|within|under)\b[^.;]{0,20}$", RegexOptions.IgnoreCase)]
    private static partial Regex Fits();

    [GeneratedRegex(@"\b(?:file|download|weighs?|weighing|on disk|disk|GGUF|compress\w*|shrinks?|squash\w*|weights?(?: alone)?)\b[^.;]{0,28}$|\b(?:is|are)\W{0,3}(?:an? |about |around |roughly |only |just )?$", RegexOptions.IgnoreCase)]
    private static partial Regex FileWord();

    [GeneratedRegex(@"^\W*(?:file|download|on disk|disk|GGUF|of weights|for (?:the )?weights|in size|large)\b", RegexOptions.IgnoreCase)]
    private static partial Regex FileAfter();

    [GeneratedRegex(@"\b(?:needs?|needing|requires?|requiring|wants?|takes?|uses?|using|used|demands?|consum\w+|occup\w+|VRAM|total|lands?|reach\w*|fits?|easily|tight|practice)\b[^.;]{0,32}$|=\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex NeedsWord();

    [GeneratedRegex(@"^\W*(?:of )?(?:VRAM|memory|total|RAM|used|needed|required)\b", RegexOptions.IgnoreCase)]
    private static partial Regex NeedsAfter();

    [GeneratedRegex(@"\b(?:bandwidth|GB/s)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Compared();

    [GeneratedRegex(@"^\s*(?:\+\s*)?(?:of )?(?:VRAM|RAM|unified|cards?|GPUs?|tier|Macs?|memory|machines?|class|\s)*(?:\([^)]{0,40}\))?\s*(?::|—|–|->|→)", RegexOptions.IgnoreCase)]
    private static partial Regex TierAfter();

    [GeneratedRegex(@"(?:^|\b)(?:on|for|with|in|at)\s(?:an?\s|only\s|just\s)?$", RegexOptions.IgnoreCase)]
    private static partial Regex TierBefore();

    [GeneratedRegex(@"\b(?:fits?|runs?|is|are|answer|pick|comfortabl\w+)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Runs();

    [GeneratedRegex(@"\b(?:context (?:window|length|size)|native(?:ly)?|supports?|trained|maximum context|long context)\b", RegexOptions.IgnoreCase)]
    private static partial Regex ContextLength();

    [GeneratedRegex(@"\boffload|\bspill", RegexOptions.IgnoreCase)]
    private static partial Regex Offload();

    [GeneratedRegex(@"\b(?:drops?|falls?|slows?|collapses?|from)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Drop();

    [GeneratedRegex(@"^\W{0,3}(?:(?:generation|decode|output|inference) )?(?:on|for|with|running|from)\s(?:an?\s|the\s|single\s|one\s|my\s)*$", RegexOptions.IgnoreCase)]
    private static partial Regex On();

    [GeneratedRegex(@"^\s*(?:,|/|&|and|or|,\s*and|,\s*or|and the|and an?|or an?|vs\.?)?\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Joined();

    [GeneratedRegex(@"\bnot\b|n't\b|n’t\b|\bnever\b|\bcannot\b|\bno longer\b|\bnor\b|\bwithout\b", RegexOptions.IgnoreCase)]
    private static partial Regex Negation();

    [GeneratedRegex(@"\b(?:does ?n[o'’]t|do not|won['’]t|can['’]?t|cannot|will not|overflows?|OOM|too (?:big|large|small|tight)|out of memory|needs offloading|impossible)\b|❌|✗|✘", RegexOptions.IgnoreCase)]
    private static partial Regex Fails();

    [GeneratedRegex(@"\b(?:tight(?:ly)?|barely|just (?:about )?fits|squeez\w+|borderline|partial)\b|⚠", RegexOptions.IgnoreCase)]
    private static partial Regex TightWord();

    [GeneratedRegex(@"\b(?:comfortabl[ey]|easily|with headroom|with room|plenty)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Comfortable();
}
