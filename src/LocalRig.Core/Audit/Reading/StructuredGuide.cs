using System.Collections.Immutable;
using System.Globalization;
using LocalRig.Audit.Claims;
using LocalRig.Contract;

namespace LocalRig.Audit.Reading;

/// <summary>Makes claims of a structured guide: a list of maps under <c>claims</c>, each with a <c>claim</c> that names its kind (docs/audit.md).</summary>
public static class StructuredGuide
{
    /// <summary>The kinds of claims and the fields each takes; those without a question mark are needed.</summary>
    public static IReadOnlyDictionary<string, string> Kinds { get; } = new Dictionary<string, string>
    {
        ["family"] = "family sizes",
        ["exists"] = "model",
        ["parameters"] = "model parameters",
        ["released"] = "model date",
        ["memory"] = "device memory",
        ["bandwidth"] = "device bandwidth",
        ["file-size"] = "model quant? size",
        ["fits"] = "model quant? device? memory? context? ease?",
        ["needs"] = "model quant? memory context?",
        ["speed"] = "model quant? device speed",
        ["price"] = "device condition? price currency?",
        ["several-devices"] = "device count times model?",
        ["cache"] = "model context memory",
        ["bits"] = "quant bits",
        ["context-length"] = "model tokens",
        ["active"] = "model active",
        ["comparison"] = "device other times model?",
        ["offload"] = "model quant? device? before after",
        ["license"] = "model license",
        ["layers"] = "model layers",
        ["layers-fit"] = "model quant? device? memory? layers context?",
        ["rank"] = "model benchmark? publisher? score? above?",
    };

    private static readonly string[] Common = ["claim", "id", "text"];

    /// <summary>Makes claims; entries that aren't understood are listed with their reason.</summary>
    /// <exception cref="GuideFormatException">It has no list of claims, or too many.</exception>
    public static Guide Read(GuideNode root)
    {
        GuideNode? list = root is MapNode map ? map.Find("claims") : root;
        if (list is not ListNode { Items: var items })
        {
            throw new GuideFormatException(root.Line, "A structured guide is a list of claims, or a map with such a list under 'claims'.");
        }

        if (items.Length > Guide.Most)
        {
            throw new GuideFormatException(list.Line, $"It has {items.Length:N0} claims; a guide may have {Guide.Most:N0}.");
        }

        ImmutableArray<Claim>.Builder claims = ImmutableArray.CreateBuilder<Claim>();
        ImmutableArray<Unread>.Builder unread = ImmutableArray.CreateBuilder<Unread>();
        foreach (GuideNode item in items)
        {
            Entry entry = new(item as MapNode ?? new MapNode([], item.Line));
            Claim? claim = item is MapNode ? entry.Claim() : null;
            if (claim is null || entry.Trouble.Length > 0)
            {
                unread.Add(new Unread(item.Line, item is MapNode ? entry.Text : Entry.Written(item), item is MapNode ? entry.Trouble : "A claim is a map of fields."));
            }
            else
            {
                claims.Add(claim with { Line = item.Line, Id = entry.Optional("id"), Text = entry.Text });
            }
        }

        return new Guide(claims.ToImmutable(), unread.ToImmutable(), 0);
    }

    /// <summary>One entry and the first thing wrong with it.</summary>
    private sealed class Entry(MapNode map)
    {
        public string Trouble { get; private set; } = "";

        public string Text => Optional("text") is { Length: > 0 } text ? text : string.Join(", ", map.Entries.Where(e => e.Key is not "id").Select(e => $"{e.Key}: {Written(e.Value)}"));

        public Claim? Claim()
        {
            string kind = Optional("claim");
            if (!Kinds.TryGetValue(kind, out string? fields))
            {
                return Wrong(kind.Length == 0 ? "It has no 'claim' that names its kind." : $"There is no kind of claim '{kind}'{Meant(kind, Kinds.Keys)}");
            }

            string[] allowed = [.. fields.Split(' ').Select(f => f.TrimEnd('?')), .. Common];
            if (map.Entries.FirstOrDefault(e => !allowed.Contains(e.Key, StringComparer.OrdinalIgnoreCase)) is { Key: string stray })
            {
                return Wrong($"A claim '{kind}' has no field '{stray}'{Meant(stray, allowed)}");
            }

            string? missing = fields.Split(' ').FirstOrDefault(f => !f.EndsWith('?') && Words(f).IsEmpty);
            return missing is null ? Make(kind) : Wrong($"A claim '{kind}' needs '{missing}'.");
        }

        public string Optional(string name) => map.Find(name) is ScalarNode { Text: var text } ? text.Trim() : "";

        private Claim? Make(string kind) =>
            kind switch
            {
                "family" => new FamilyClaim(Optional("family"), [.. Words("sizes").Select(s => Read("sizes", s, "b", "billion").Low)]),
                "exists" => new ExistsClaim(Optional("model")),
                "parameters" => new ParametersClaim(Optional("model"), Figure("parameters", "b", "billion")),
                "released" => new ReleasedClaim(Optional("model"), Date()),
                "memory" => new MemoryClaim(Words("device"), Figure("memory", "gb", "gib")),
                "bandwidth" => new BandwidthClaim(Optional("device"), Optional("bandwidth").Equals("high", StringComparison.OrdinalIgnoreCase) ? null : Figure("bandwidth", "gb/s")),
                "file-size" => new FileSizeClaim(Optional("model"), Optional("quant"), Figure("size", "gb")),
                "fits" => new FitsClaim(Optional("model"), Optional("quant"), Optional("device"), Maybe("memory", "gb", "gib"), Context(), EaseOf(Optional("ease"))),
                "needs" => new NeedsClaim(Optional("model"), Optional("quant"), Figure("memory", "gb", "gib"), Context()),
                "speed" => new SpeedClaim(Optional("model"), Optional("quant"), Optional("device"), Figure("speed", "tok/s", "tokens/s", "t/s")),
                "price" => new PriceOfClaim(Optional("device"), Optional("condition"), Figure("price", "$", "usd", "€", "eur", "£", "gbp"), Currency()),
                "several-devices" => new SeveralDevicesClaim(Optional("device"), Count(), Figure("times", "x", "×", "times"), Optional("model")),
                "cache" => new CacheClaim(Optional("model"), Context() ?? 0, Figure("memory", "gb", "gib")),
                "bits" => new BitsClaim(Optional("quant"), Figure("bits", "bits", "bpw")),
                "context-length" => new ContextLengthClaim(Optional("model"), Tokens()),
                "active" => new ActiveClaim(Optional("model"), Figure("active", "b", "billion")),
                "comparison" => new ComparisonClaim(Optional("device"), Optional("other"), Figure("times", "x", "×", "times"), Optional("model")),
                "offload" => new OffloadClaim(Optional("model"), Optional("quant"), Optional("device"), Figure("before", "tok/s", "tokens/s", "t/s"), Figure("after", "tok/s", "tokens/s", "t/s")),
                "license" => new LicenseClaim(Optional("model"), Optional("license")),
                "layers" => new LayerCountClaim(Optional("model"), Figure("layers", "layers")),
                "layers-fit" => new LayersFitClaim(Optional("model"), Optional("quant"), Optional("device"), Maybe("memory", "gb", "gib"), Figure("layers", "layers"), Context()),
                _ => new RankClaim(Optional("model"), Optional("benchmark"), Optional("publisher"), Score(), Optional("above")),
            };

        private ImmutableArray<string> Words(string name) =>
            map.Find(name) switch
            {
                ScalarNode { Text: var text } when text.Trim().Length > 0 => [text.Trim()],
                ListNode { Items: var items } => [.. items.OfType<ScalarNode>().Select(s => s.Text.Trim()).Where(t => t.Length > 0)],
                _ => [],
            };

        private Interval? Maybe(string name, params ReadOnlySpan<string> units) => Optional(name).Length == 0 ? null : Read(name, Optional(name), units);

        private Interval Figure(string name, params ReadOnlySpan<string> units) => Read(name, Optional(name), units);

        private Interval Read(string name, string text, params ReadOnlySpan<string> units)
        {
            if (Amounts.Read(text, units) is Interval amount)
            {
                return amount;
            }

            Wrong($"'{name}' isn't a figure: '{text}'; write 12, 40-60 or 128+, with {string.Join(" or ", units.ToArray())} or without a unit.");
            return default;
        }

        private Interval? Score()
        {
            const string OfHundred = "/100";
            string text = Optional("score");
            text = text.EndsWith(OfHundred, StringComparison.Ordinal) ? text[..^OfHundred.Length] : text;
            return text.Length == 0 ? null : Read("score", text, "%", "points");
        }

        private Interval Tokens() => Context("tokens") is int tokens ? Interval.Of(tokens) : default;

        private int? Context(string name = "context")
        {
            string text = Optional(name);
            if (text.Length == 0)
            {
                return null;
            }

            bool right = FriendlyNumber.TryTokens(text, out long tokens) && tokens is > 0 and <= 1 << 24;
            Wrong(right ? "" : $"'{name}' isn't a number of tokens: '{text}'; write 8192 or 8k.");
            return right ? (int)tokens : null;
        }

        private int Count()
        {
            bool right = int.TryParse(Optional("count"), NumberStyles.None, CultureInfo.InvariantCulture, out int count);
            Wrong(right ? "" : $"'count' isn't a whole number: '{Optional("count")}'.");
            return count;
        }

        private string Date()
        {
            string date = Optional("date");
            Wrong(Prices.PriceDate.TryParse(date, out _) ? "" : $"'date' isn't a day, month or year: '{date}'; write 2026-02-24, 2026-02 or 2026.");
            return date;
        }

        private Ease EaseOf(string word)
        {
            Ease? ease = word.ToLowerInvariant() switch { "" or "fits" => Ease.Fits, "comfortable" => Ease.Comfortable, "tight" => Ease.Tight, "does-not-fit" => Ease.Fails, _ => null };
            Wrong(ease is null ? $"'ease' is fits, comfortable, tight or does-not-fit, not '{word}'." : "");
            return ease ?? Ease.Fits;
        }

        private string Currency() =>
            Optional("currency") is { Length: > 0 } given ? given : Optional("price") switch { var p when p.Contains('€', StringComparison.Ordinal) => "EUR", var p when p.Contains('£', StringComparison.Ordinal) => "GBP", _ => "USD" };

        private Claim? Wrong(string what)
        {
            Trouble = Trouble.Length > 0 ? Trouble : what;
            return null;
        }

        private static string Meant(string word, IEnumerable<string> known) =>
            word.Length <= Longest && Spelling.Nearest(word, known) is string near ? $"; did you mean '{near}'?" : $"; there are {string.Join(", ", known)}.";

        private const int Longest = 40; // spelling distance is quadratic; no field's name is longer

        public static string Written(GuideNode node) =>
            node switch { ScalarNode { Text: var text } => text, ListNode { Items: var items } => string.Join(" and ", items.Select(Written)), _ => "…" };
    }
}
