using System.Collections.Immutable;
using LocalRig.Audit.Claims;
using static LocalRig.Audit.Reading.FactWords;

namespace LocalRig.Audit.Reading;

/// <summary>Makes claims of a sentence or list item: each figure is bound to the model, device and quantization it stands with, else to the ones spoken of before.</summary>
internal sealed partial class FactSentence
{
    private const int Window = 48; // letters around a figure that say what it counts
    private const double SameSize = 0.15; // a size is said of models up to that far from it, as ModelNames does

    private readonly string text;
    private readonly ImmutableArray<Fact> facts;
    private readonly Subject before;
    private readonly string family;
    private readonly Clauses clauses;

    /// <summary>A piece to read.</summary>
    /// <param name="text">The piece.</param>
    /// <param name="facts">What it names.</param>
    /// <param name="before">What was spoken of before it.</param>
    /// <param name="family">The family sizes without a name belong to, or empty.</param>
    public FactSentence(string text, ImmutableArray<Fact> facts, Subject before, string family)
    {
        (this.text, this.before, this.family) = (text, before, family);
        this.facts = Described(text, facts, before);
        clauses = new Clauses(text, this.facts);
    }

    /// <summary>What it names, as it is meant.</summary>
    public ImmutableArray<Fact> Facts => facts;

    /// <summary>The claims. A question or a supposition makes none.</summary>
    /// <param name="missed">Figures that no claim was made of.</param>
    public ImmutableArray<Claim> Claims(out ImmutableArray<Fact> missed)
    {
        missed = [];
        if (IsNoStatement(text))
        {
            // What stands in brackets behind a name is said even where the rest only advises: "you should buy a used RTX 3090 ($700-900)".
            Claim[] aside = [.. text.TrimEnd().EndsWith('?') ? [] : facts.Where(f => f.Kind == FactKind.Price && facts.Any(d => d.Kind == FactKind.Device && d.End <= f.Start && Opened().IsMatch(text[d.End..f.Start])) && Closed().IsMatch(text[f.End..])).SelectMany(f => Prices(f).Select(c => c with { Place = f.Start }))];
            missed = [.. facts.Where(f => f.IsFigure && !aside.Any(c => c.Place == f.Start))];
            return [.. aside];
        }

        if (Offloaded() is Claim slowed)
        {
            return [slowed];
        }

        List<Claim> claims = [];
        List<Fact> none = [];
        foreach (Fact figure in facts.Where(f => f.IsFigure))
        {
            ImmutableArray<Claim> made = Changed(figure) ? [] : Denied(figure) ? Overfull(figure) : Tier(figure) is { Length: > 0 } tier ? tier : [.. Of(figure)];
            claims.AddRange(made.Select(c => c with { Place = figure.Start }));
            if (made.IsEmpty)
            {
                none.Add(figure);
            }
        }

        missed = [.. none];
        return [.. Once(claims), .. Alone(), .. Placed(), .. Carried(), .. Listed(), .. Loaded(), .. Answered(), .. Offloading(), .. Layered(), .. Published()];
    }

    /// <summary>"jumps from 400 to 546 GB/s" of one device: which of them is its own isn't said.</summary>
    private bool Changed(Fact figure)
    {
        Fact[] alike = [.. facts.Where(f => f.Kind == figure.Kind)];
        int at = Array.IndexOf(alike, figure);
        return figure.Kind is FactKind.Bandwidth or FactKind.Speed or FactKind.Price && facts.Count(f => f.Kind == FactKind.Device) < 2
            && (at + 1 < alike.Length && FromBefore().IsMatch(text[..figure.Start]) && ToAfter().IsMatch(text[figure.End..alike[at + 1].Start])
                || at > 0 && FromBefore().IsMatch(text[..alike[at - 1].Start]) && ToAfter().IsMatch(text[alike[at - 1].End..figure.Start]));
    }

    /// <summary>Why a figure no claim was made of isn't clear.</summary>
    public string Why(Fact figure) =>
        Changed(figure) ? $"Not clear: '{figure.Text}' is what something was or became."
        : Foreign() is string name && Own.Length == 0 ? $"Not clear: '{name}' isn't known, and what was spoken of before it isn't meant."
        : figure.Kind == FactKind.Speed && Models(figure).Skip(1).Any() && Devices(figure).Length > 1 ? "Not clear: which of several models runs on which of several devices."
        : figure.Kind == FactKind.Speed && facts.Any(f => f.Kind == FactKind.Series) ? $"Not clear: '{facts.First(f => f.Kind == FactKind.Series).Text}' is no one device LocalRig knows."
        : $"What '{figure.Text}' is said of isn't understood.";

    /// <summary>Whether a sentence asks, supposes or advises instead of saying what is so.</summary>
    public static bool IsNoStatement(string sentence) => sentence.TrimEnd().EndsWith('?') || Supposed().IsMatch(sentence);

    private IEnumerable<Claim> Of(Fact figure) =>
        figure.Kind switch
        {
            FactKind.Speed => Speeds(figure),
            FactKind.Bandwidth => Bandwidths(figure),
            FactKind.Price => Prices(figure),
            FactKind.Memory => Memory(figure),
            FactKind.Bits when InBrackets(figure) && facts.Any(f => f.Kind == FactKind.Bits && f.End <= figure.Start) => [], // says the figure before it again
            FactKind.Bits => Quants(figure).ToArray() is { Length: > 0 } quants ? quants.Select(q => new BitsClaim(q, figure.Amount)) : before.Quant.Length > 0 && PointsBack().IsMatch(text) ? [new BitsClaim(before.Quant, figure.Amount) { Sureness = Sureness.Inherited }] : [],
            FactKind.Active => Models(figure).Where(m => !SizeAlone().IsMatch(m.Name)).Select(m => Mark(new ActiveClaim(m.Name, figure.Amount), m.Inherited)),
            FactKind.Parameters => Models(figure).Where(m => !SizeAlone().IsMatch(m.Name)).Select(m => Mark(new ParametersClaim(m.Name, figure.Amount), m.Inherited)),
            FactKind.Times => Times(figure),
            _ => [],
        };

    private IEnumerable<Claim> Speeds(Fact figure)
    {
        if (Prompt().IsMatch(Before(figure)) || PromptAfter().IsMatch(Right(figure)) || Crowd().IsMatch(text))
        {
            return [];
        }

        int? context = Context(figure, inherited: false);
        (string Name, bool Inherited)[] models = [.. Models(figure)];
        (string Name, bool Inherited)[] devices = [.. Devices(figure)];

        // Which of several models runs on which of several devices isn't said.
        return models.Length > 1 && devices.Length > 1 || devices.Any(d => SeveralOf().IsMatch(d.Name)) ? [] :
               from model in models
               from device in devices
               select Mark(new SpeedClaim(model.Name, Quant(figure), device.Name, figure.Amount) { Context = context }, model.Inherited || device.Inherited);
    }

    private IEnumerable<Claim> Prices(Fact figure)
    {
        string around = Left(figure) + " " + Right(figure);
        string condition = Used().IsMatch(around) || Used().IsMatch(text) && !NewWord().IsMatch(text) && facts.Count(f => f.Kind == FactKind.Price) == 1 ? "used" : NewWord().IsMatch(around) ? "new" : "";
        string currency = figure.Text.Contains('€', StringComparison.Ordinal) ? "EUR" : figure.Text.Contains('£', StringComparison.Ordinal) ? "GBP" : "USD";
        if (facts.FirstOrDefault(f => f.Kind == FactKind.Device && f.Start >= figure.End && Directly().IsMatch(text[figure.End..f.Start])) is { } named && !facts.Any(f => f.Kind == FactKind.Device && f.End <= figure.Start && figure.Start - f.End <= 3))
        {
            return NoPrice().IsMatch(around) ? [] : [new PriceOfClaim(named.Text, condition, figure.Amount, currency)]; // "a $450 RTX 5060 Ti"
        }

        bool whole = facts.LastOrDefault(f => f.Kind == FactKind.Device && f.End <= figure.Start) is { } device && MoreParts().IsMatch(text[device.End..figure.Start]);
        return whole || NoPrice().IsMatch(around) ? [] : Devices(figure).Take(1).Where(d => !Naming.DeviceClass.Is(d.Name) && (!d.Inherited || PriceWord().IsMatch(around) && PriceFirst().IsMatch(text))).Select(d => Mark(new PriceOfClaim(SeveralOf().IsMatch(d.Name) ? d.Name[..^1] : d.Name, condition, figure.Amount, currency), d.Inherited));
    }

    private IEnumerable<Claim> Bandwidths(Fact figure) =>
        Devices(figure).Where(d => !OtherBandwidth().IsMatch(Nameless(clauses.Of(figure.Start))) || !d.Inherited && !OtherBandwidth().IsMatch(Nameless((figure.Start - Left(figure).Length, figure.Start)))).Select(d => Mark(new BandwidthClaim(d.Name, figure.Amount), d.Inherited));

    private IEnumerable<Claim> Memory(Fact figure)
    {
        (Fact first, Fact end) = List(figure);
        string left = Left(first);
        string right = Right(end);
        bool weights = FileAfter().IsMatch(right) || WeightsTake().IsMatch(left);
        bool cache = CacheWord().IsMatch(left) || CacheAfter().IsMatch(right) || before.Role == FigureRole.Cache && !WeightWord().IsMatch(left) && !TotalWord().IsMatch(left + " " + right);
        if (Crowd().IsMatch(text) && !weights || OtherMemory().IsMatch(left) && !CacheAfter().IsMatch(right) || OtherMemoryAfter().IsMatch(right) && !CacheAfter().IsMatch(right) && !(FreeAfter().IsMatch(right) && Requires().IsMatch(left)))
        {
            return [];
        }

        if (cache)
        {
            return Context(figure, inherited: true) is int tokens ? Models(figure).Select(m => Mark(new CacheClaim(m.Name, tokens, figure.Amount), m.Inherited)) : [];
        }

        if ((Again(figure) ?? SameVerb(figure)) is { } again)
        {
            return again;
        }

        if (OfDevice(figure, first, left, right) is { } devices)
        {
            return devices;
        }

        bool named = facts.Any(f => f.Kind == FactKind.Model);
        string quant = Quant(figure);
        if (!named && before.Model.Length > 0 && IsEnough().IsMatch(text[figure.End..]) && !Negation().IsMatch(right))
        {
            return Models(figure).Select(m => Mark(new FitsClaim(m.Name, quant, "", figure.Amount, Context(figure, inherited: false), Ease.Fits), m.Inherited));
        }

        Fact[] holding = Holding(figure);
        if (Fits().IsMatch(left) && (named || before.InList || VerbFirst().IsMatch(Clause(figure))))
        {
            return Models(figure).Select(m => Mark(new FitsClaim(m.Name, quant, "", figure.Amount, Context(figure, inherited: false), EaseIn(Rest(figure))), m.Inherited));
        }

        // "8 GB of VRAM", and a model only after it: nothing says that it needs them.
        bool needs = NeedsAfter().IsMatch(right) && (!named || facts.Any(f => f.Kind == FactKind.Model && f.End <= figure.Start) || Purpose().IsMatch(right));
        bool file = weights || !needs && (FileWord().IsMatch(left) || Being().IsMatch(left) && !UseWord().IsMatch(left));
        if (!named && !file && facts.Any(f => f.Kind == FactKind.Device && !holding.Contains(f) && (f.End <= figure.Start || clauses.Of(f.Start) == clauses.Of(figure.Start))))
        {
            return []; // a device's figure, not of the model spoken of before
        }

        if (named && !facts.Any(f => f.Kind == FactKind.Model && f.End <= figure.Start) && NounAlone().IsMatch(text[..figure.Start]))
        {
            return []; // "VRAM 24 GB": a label, and what follows isn't said to need it
        }

        bool leads = figure == facts.First(f => f.Kind == FactKind.Memory);
        file = file || !needs && facts.Any(f => f.Kind == FactKind.Model && f.End <= figure.Start && Sized().IsMatch(text[f.End..figure.Start])) || !needs && InBrackets(figure) && facts.Any(f => f.Kind == FactKind.Quant && f.End <= figure.Start && (figure.Start - f.End <= 2 || QuantModel().IsMatch(text[f.End..figure.Start]))) || leads && before.Role == FigureRole.File;
        if (!named && !before.InList && !facts.Any(f => f.Kind == FactKind.Quant) && !PointsBack().IsMatch(text))
        {
            return []; // "The phone has 12 GB" says nothing of the model spoken of before
        }

        bool carried = named && !leads && facts.LastOrDefault(f => f.Kind == FactKind.Model && f.End <= figure.Start) is { } model && Elliptic().IsMatch(text[model.End..figure.Start]);
        needs = needs || named && !file && Told().IsMatch(left) && facts.Any(f => f.Kind == FactKind.Model && f.End <= figure.Start) && (OfRunning().IsMatch(text) || before.Caption == FigureRole.Needs);
        file = file || named && !needs && before.Caption == FigureRole.File && Told().IsMatch(left) && facts.Any(f => f.Kind == FactKind.Model && f.End <= figure.Start);
        Fact lead = facts.First(f => f.Kind == FactKind.Memory);
        needs = needs || !file && !leads && facts.Last(f => f.Kind == FactKind.Memory && f.End <= figure.Start) is { } previous && InSeries().IsMatch(text[previous.End..figure.Start])
            && (before.Role == FigureRole.Needs || NeedsWord().IsMatch(Left(lead)) || NeedsAfter().IsMatch(Right(lead)) || Told().IsMatch(Left(lead)));
        bool labelled = !named && before.Model.Length > 0 && facts[0].Kind == FactKind.Quant && leads && Told().IsMatch(left); // "Q8_0: ~8 GB" in a section about a model
        bool sum = leads && named && before.Caption == FigureRole.File && left.TrimEnd(' ', '~', '≈').EndsWith('='); // "7e9 × 2 = 14 GB" where weights are reckoned
        (needs, file) = (needs && !sum, file || sum);
        (needs, file) = (needs || labelled && !file && before.Caption == FigureRole.Needs, file || labelled && !needs && before.Caption == FigureRole.File);
        needs = needs || leads && named && !file && before.Said == FigureRole.Needs && Fragment().IsMatch(text[..figure.Start]);
        needs = needs || carried && !file && NeedsWord().IsMatch(Left(facts.First(f => f.Kind == FactKind.Memory)));
        file = file || leads && named && !needs && before.Caption != FigureRole.Needs && before.Role == FigureRole.None && facts is [{ Kind: FactKind.Model } one, { Kind: FactKind.Quant } its, ..] && SizeOfBoth().IsMatch($"{text[..one.Start]}\u0004{text[one.End..Math.Max(one.End, its.Start)]}\u0004{text[its.End..Math.Max(its.End, figure.Start)]}");
        return file ? Models(figure).Select(m => Mark(new FileSizeClaim(m.Name, quant, FactFinder.Decimal(figure)), m.Inherited))
            : NeedsWord().IsMatch(left) || needs || leads && before.Role == FigureRole.Needs ? Models(figure).Select(m => Mark(new NeedsClaim(m.Name, quant, figure.Amount, Context(figure, inherited: false)), m.Inherited)).Concat(Held(figure))
            : [];
    }

    /// <summary>A figure that is a device's own memory, or null when it isn't one's.</summary>
    private IEnumerable<Claim>? OfDevice(Fact figure, Fact first, string left, string right)
    {
        if (facts.FirstOrDefault(f => f.Kind == FactKind.Device && f.Start >= figure.End) is { } its && OnThe().IsMatch(text[figure.End..its.Start]) && text[..figure.Start].EndsWith("the ", StringComparison.OrdinalIgnoreCase))
        {
            return [new MemoryClaim([its.Text], figure.Amount)];
        }

        Fact? last = facts.LastOrDefault(f => f.Kind is FactKind.Model or FactKind.Device && f.End <= first.Start);
        if (last is not null && last.Kind == FactKind.Device && Naming.DeviceClass.Is(last.Text))
        {
            return null; // its memory is in its name
        }

        if (last is { Kind: FactKind.Device } one && EachAfter().IsMatch(text[figure.End..]) && (Opened().IsMatch(text[one.End..first.Start]) || DeviceMemory().IsMatch(left)))
        {
            return [new MemoryClaim([CountAhead().Replace(one.Text, "")], figure.Amount)];
        }

        // "RTX 3060, M1/M2 Pro 16 GB unified": which version of the last, not what all of them have.
        if (last is not null && last.Kind == FactKind.Device && text[last.End..first.Start].Trim().Length == 0 && Groups(FactKind.Device).First(g => g.Contains(last)).Count > 1)
        {
            return [];
        }

        if (last is null && before.Devices.Length > 1 && Both().IsMatch(text[..first.Start]) && (DeviceMemoryAfter().IsMatch(right) || DeviceMemory().IsMatch(left)))
        {
            return [new MemoryClaim(before.Devices, figure.Amount) { Sureness = Sureness.Inherited }];
        }

        bool leads = last is null && facts.FirstOrDefault(f => f.Kind == FactKind.Device && f.Start >= figure.End) is { } next && !facts.Any(f => f.Kind == FactKind.Model && f.Start < next.Start) && text[figure.End..next.Start].Contains(',', StringComparison.Ordinal) && DeviceMemoryAfter().IsMatch(right) && !NeedsWord().IsMatch(left);
        bool own = leads || last?.Kind == FactKind.Device && (DeviceMemoryAfter().IsMatch(right) || DeviceMemory().IsMatch(left) || Besides(first) || Owned(last, first, right)) || last is null && before.Device.Length > 0 && !Peak().IsMatch(left) && (CardMemory().IsMatch(left + "\u0002" + right) || before.Model.Length == 0 && !facts.Any(f => f.Kind == FactKind.Quant) && MemoryLabel().IsMatch(left));
        return !own ? null
            : last is not null && (Carried().Any() && !Its().IsMatch(text[last.End..first.Start]) || WithSize().IsMatch(text[last.End..first.Start]) && facts.Any(f => f.Kind == FactKind.Model && f.Start >= figure.End && clauses.Of(f.Start) == clauses.Of(figure.Start))) ? [] // "an M4 with 16 GB runs …": which M4, not a claim of its own
            : Devices(figure).Select(d => Mark(new MemoryClaim([d.Name], figure.Amount), d.Inherited));
    }

    /// <summary>"the 3090's 24 GB", "(RTX 4090, 24 GB)".</summary>
    private bool Owned(Fact device, Fact figure, string right) =>
        Its().Match(text[device.End..figure.Start]) is { Success: true } its && (its.Value[0] != ',' || Closed().IsMatch(right));

    /// <summary>"936 GB/s and 24 GB": a second figure of the device the one before it is about.</summary>
    private bool Besides(Fact figure) =>
        facts.LastOrDefault(f => f.End <= figure.Start) is { Kind: FactKind.Bandwidth } one && AndAlso().IsMatch(text[one.End..figure.Start]);

    private IEnumerable<Claim> Times(Fact figure)
    {
        Fact? other = facts.FirstOrDefault(f => f.Kind == FactKind.Device && f.Start >= figure.End && f.Start - figure.End <= Window);
        Fact? one = facts.FirstOrDefault(f => f.Kind == FactKind.Device);
        return other is null || one is null || one == other || !Compared().IsMatch(text) ? [] : [new ComparisonClaim(one.Text, other.Text, figure.Amount, "")];
    }

    /// <summary>Claims without a figure of their own: a context that a model takes.</summary>
    private IEnumerable<Claim> Alone()
    {
        Fact[] contexts = [.. facts.Where(f => f.Kind == FactKind.Context)];
        return contexts.Length == 1 && !facts.Any(f => f.IsFigure && f.Kind is not (FactKind.Active or FactKind.Parameters)) && (ContextLength().IsMatch(text) || DataLine().IsMatch(text)) && !OnMachine().IsMatch(text[contexts[0].End..]) && !Negation().IsMatch(text) && !facts.Any(f => f.Kind == FactKind.Device)
            ? Models(contexts[0]).Where(m => !SizeAlone().IsMatch(m.Name) && (!m.Inherited || Both().IsMatch(text) || HasContext().IsMatch(text[..contexts[0].Start]) || WindowFirst().IsMatch(text) || DataLine().IsMatch(text) || before.IsSheet && ContextLabel().IsMatch(text))).Select(m => Mark(new ContextLengthClaim(m.Name, contexts[0].Amount), m.Inherited))
            : [];
    }

    /// <summary>Layers that a model has, or that fit a machine.</summary>
    private IEnumerable<Claim> Layered()
    {
        const int All = 99; // -ngl 99 and more is written for "all of them"
        if (EachLayers().Count(text) > 1)
        {
            // "32 (7B), 40 (13B) or 80 (70B) layers"
            foreach (Fact model in facts.Where(f => f.Kind == FactKind.Model))
            {
                if (EachLayers().Match(text[..model.Start] + "\u0003") is { Success: true } each && Amounts.TryRead(each.Groups[1].Value, out Interval count, out _))
                {
                    yield return new LayerCountClaim(Named(model.Text), count);
                }
            }

            yield break;
        }

        foreach (Fact layers in facts.Where(f => f.Kind == FactKind.Layers && f.Amount.High < All && !Denied(f)))
        {
            (string Name, bool Inherited)[] models = [.. Models(layers)];
            (string Name, bool Inherited)[] devices = [.. Devices(layers)];
            if (models.Length != 1)
            {
                continue;
            }

            if (GpuLayers().IsMatch(text))
            {
                Fact? memory = devices.Length > 0 ? null : facts.FirstOrDefault(f => f.Kind == FactKind.Memory);
                if (devices.Length == 1 || memory is not null)
                {
                    yield return Mark(new LayersFitClaim(models[0].Name, Quant(layers), devices.Length == 1 ? devices[0].Name : "", memory?.Amount, layers.Amount, Context(layers, inherited: false)), models[0].Inherited || devices is [{ Inherited: true }]);
                }
            }
            else if (HasLayers().IsMatch(text[..layers.Start]) || facts.Any(f => f.Kind == FactKind.Model && f.End <= layers.Start && Sized().IsMatch(text[f.End..layers.Start])))
            {
                yield return Mark(new LayerCountClaim(models[0].Name, layers.Amount), models[0].Inherited);
            }
        }
    }

    /// <summary>When models were released and under which licence.</summary>
    private IEnumerable<Claim> Published()
    {
        string[] own = [.. facts.Where(f => f.Kind == FactKind.Model && !Since().IsMatch(text[..f.Start])).Select(f => Named(f.Text)).Distinct()];
        (string Name, bool Inherited)[] models = own.Length > 0 ? [.. own.Select(m => (m, false))] : before.Model.Length > 0 && (PublishedFirst().IsMatch(text) || DataLine().IsMatch(text)) && !facts.Any(f => f.Kind == FactKind.Device) ? [(Named(before.Model), true)] : [];
        Fact[] dates = [.. facts.Where(f => f.Kind == FactKind.Date)];
        Fact[] licenses = [.. facts.Where(f => f.Kind == FactKind.License && (LicenseWord().IsMatch(text) || DataLine().IsMatch(text) || InBrackets(f) && own.Length == 1 && f.Start < text.Length && Closed().IsMatch(text[f.End..])) && !Negation().IsMatch(text[..f.Start]))];
        foreach ((string name, bool inherited) in models)
        {
            if (dates.Length == 1 && Release().IsMatch(text) && !Negation().IsMatch(text))
            {
                yield return Mark(new ReleasedClaim(name, dates[0].Text), inherited);
            }

            if (licenses.Length == 1)
            {
                yield return Mark(new LicenseClaim(name, licenses[0].Text), inherited);
            }
        }
    }

    private Claim? Offloaded()
    {
        Fact[] speeds = [.. facts.Where(f => f.Kind == FactKind.Speed)];
        return speeds.Length == 2 && Offload().IsMatch(text) && Drop().IsMatch(text) && Models(speeds[0]).Take(1).ToArray() is [var model]
            ? Mark(new OffloadClaim(model.Name, Quant(speeds[0]), facts.FirstOrDefault(f => f.Kind == FactKind.Device)?.Text ?? "", speeds[0].Amount, speeds[1].Amount), model.Inherited)
            : null;
    }

    /// <summary>How well something is said to fit.</summary>
    public static Ease EaseIn(string words) =>
        Fails().IsMatch(words) ? Ease.Fails : TightWord().IsMatch(words) ? Ease.Tight : Comfortable().IsMatch(words) ? Ease.Comfortable : Ease.Fits;
}
