using System.Collections.Immutable;
using LocalRig.Audit.Claims;

namespace LocalRig.Audit.Reading;

/// <summary>Makes claims of a table either way round: every cell takes its model, device, quantization and context from itself, its row, its column's head, and what
/// was spoken of before the table; what it counts from the head of its column, else of its row.</summary>
internal sealed partial class FactTable
{
    private readonly ImmutableArray<Head> _heads;
    private readonly string _family;
    private Subject _before;
    private string _key;
    private readonly bool _examples; // memory leads, its cards are examples of it
    private readonly string _device; // the one device that heads name: nearer than any spoken of before
    private bool _sized; // the row's model took its size from another column
    private bool _gigabytes; // some cell so far said so: in the others it goes without saying

    /// <summary>A table with these heads.</summary>
    /// <param name="header">The header's cells.</param>
    /// <param name="before">What was spoken of before it.</param>
    /// <param name="family">The family sizes without a name belong to, or empty.</param>
    public FactTable(ImmutableArray<string> header, Subject before, string family)
    {
        _heads = [.. header.Select((h, i) => Head.Of(h, i == 0))];
        int model = Array.FindIndex([.. _heads], h => h.Label == TableLabel.Model && h.Facts.IsEmpty);

        // "Link | Type | Size/GB", as packers' pages have it.
        if (model > 0 && SizeAlone().IsMatch(_heads[model].Text) && Array.FindIndex([.. _heads], h => TypeHead().IsMatch(h.Text)) is var type and >= 0)
        {
            _heads = _heads.SetItem(type, _heads[type] with { Label = TableLabel.Quant });
        }

        // "Quant | Size", "Type | Size/GB": of the model spoken of before, its file's.
        if (model > 0 && SizeAlone().IsMatch(_heads[model].Text) && (Gigabytes().IsMatch(_heads[model].Text) || _heads.Take(model).Any(h => h.Label == TableLabel.Quant)))
        {
            _heads = _heads.SetItem(model, _heads[model] with { Label = TableLabel.FileSize });
            model = Array.FindIndex([.. _heads], h => h.Label == TableLabel.Model && h.Facts.IsEmpty);
        }

        int parameters = Array.FindIndex([.. _heads], h => h.Label == TableLabel.Parameters);
        if (model < 0 && parameters >= 0)
        {
            // Where no column names models, their sizes do.
            (model, _heads) = (parameters, _heads.SetItem(parameters, _heads[parameters] with { Label = TableLabel.Model }));
        }

        int device = Array.FindIndex([.. _heads], h => h.Label == TableLabel.Device && h.Facts.IsEmpty);

        // Devices to the right of the models: what they fit on, unless speeds follow, which are measured there.
        if (model >= 0 && device > model && !_heads.Any(h => h.Label is TableLabel.Speed or TableLabel.Price or TableLabel.Bandwidth))
        {
            _heads = _heads.SetItem(device, _heads[device] with { Label = TableLabel.FitsOn });
        }

        // Machines lead, and the models that run there follow.
        bool leads = _heads[0].Label == TableLabel.Memory && _heads[0].Facts.IsEmpty;
        _examples = leads && model < 0 && _heads.Any(h => h.Label == TableLabel.FitsOn);
        _heads = [.. _heads.Select(h => h.Label == TableLabel.FitsOn && leads && model < 0 ? h with { Label = TableLabel.Device } : h)];
        int machine = Array.FindIndex([.. _heads], h => h.Label == TableLabel.Device && h.Facts.IsEmpty);
        _heads = [.. _heads.Select((h, i) => (machine >= 0 && i > machine || leads && i > 0) && h.Label != TableLabel.Device && (leads && PickHead().IsMatch(h.Text) || ComfortableHead().IsMatch(h.Text) || RunsHead().IsMatch(h.Text) && ModelHead().IsMatch(h.Text) || WhatRuns().IsMatch(h.Text)) ? h with { Label = TableLabel.Runs } : h)];
        model = Array.FindIndex([.. _heads], h => h.Label == TableLabel.Model && h.Facts.IsEmpty);

        // Plain "RAM" beside a processor's or a graphics card's column is main memory.
        bool beside = model >= 0 && _heads.Any(h => OfProcessor().IsMatch(h.Text)) && _heads.Any(h => h.Label is TableLabel.FitsOn or TableLabel.Device);
        _heads = [.. _heads.Select(h => beside && MainMemory().IsMatch(h.Text) ? h with { Label = TableLabel.Other } : h)];

        // A size beside the models is the file's.
        _heads = [.. _heads.Select((h, i) => h.Label != TableLabel.Model || i == model || model < 0 || !h.Facts.IsEmpty ? h : h with { Label = TagHead().IsMatch(h.Text) || ExampleHead().IsMatch(h.Text) ? TableLabel.Other : TableLabel.FileSize })];
        _device = _heads.SelectMany(h => h.Facts).Where(f => f.Kind == FactKind.Device).Select(f => f.Text).Distinct().ToArray() is [var one] ? one : "";
        (_before, _family) = (before, family);
        _key = string.Join('\u0003', string.Join('\u0002', header), family, before.Key);
    }

    /// <summary>Whether any column's or row's head can be understood.</summary>
    public bool IsUnderstood => IsSheet || _heads.Any(h => h.Label is not (TableLabel.None or TableLabel.Other) || !h.Facts.IsEmpty || h.Memory is not null);

    /// <summary>A data sheet of one thing: what is told in the first column, its value in the second.</summary>
    private bool IsSheet => _heads.Length == 2 && (_heads.All(h => h.Label == TableLabel.None && h.Facts.IsEmpty) && (_before.Device.Length > 0 || _before.Model.Length > 0) || SheetHead().IsMatch(_heads[0].Text) && _heads[1].Facts.IsEmpty);

    /// <summary>Whether heads name models, devices or quantizations, or what things fit on: columns to be read one by one.</summary>
    public bool HasNamedColumns => _heads.Any(h => !h.Facts.IsEmpty || h.Memory is not null || h.Label is TableLabel.FitsOn or TableLabel.Bandwidth or TableLabel.FileSize or TableLabel.Cache or TableLabel.Bits or TableLabel.Bytes);

    /// <summary>The claims of one row; cells with figures that aren't understood are listed.</summary>
    public void Read(ImmutableArray<string> cells, int line, List<Claim> claims, List<Unread> unread)
    {
        // A data sheet's own machine: "GPU | 4x Intel Arc Pro B60".
        if (IsSheet && cells.Length > 1 && MachineRow().IsMatch(cells[0]) && FactFinder.In(Clip(cells[1])).Where(f => f.Kind == FactKind.Device).ToArray() is [var machine])
        {
            _before = _before with { Device = FactWords.CountAhead().Replace(machine.Text, "") };
            _key = string.Join('\u0003', _key, _before.Device);
        }

        string key = string.Join('\u0003', _key, _gigabytes ? "1" : "", string.Join('\u0002', cells));
        Remembered read = Remembered.Of(key) ?? Remembered.Keep(key, Fresh(cells));
        _gigabytes = read.Gigabytes;
        read.AddTo(line, claims, unread);
    }

    private Remembered Fresh(ImmutableArray<string> cells)
    {
        List<Claim> claims = [];
        List<Unread> unread = [];
        Read(cells, claims, unread);
        return new Remembered([.. claims], [.. unread], 0, _before, _gigabytes);
    }

    private void Read(ImmutableArray<string> cells, List<Claim> claims, List<Unread> unread)
    {
        const int line = 0; // the one who asked knows it
        string text = string.Join(" | ", cells);
        ImmutableArray<Fact> key = Key(cells, out TableLabel label);
        bool prompt = cells.Any(c => PromptTest().IsMatch(c)) || cells.Where((c, i) => i < _heads.Length && CrowdHead().IsMatch(_heads[i].Text) && Amounts.TryRead(c, out Interval many, out _) && many.High > 1).Any();
        _gigabytes |= cells.Any(c => Gigabytes().IsMatch(c));
        int before = claims.Count;
        List<string> missed = [];
        for (int i = 0; i < Math.Min(cells.Length, _heads.Length); i++)
        {
            if (IsKey(i, cells[i]))
            {
                continue;
            }

            TableLabel holds = _heads[i].Label is TableLabel.None or TableLabel.Model or TableLabel.Device ? label : _heads[i].Label;
            ImmutableArray<Claim> found = holds == TableLabel.Other || prompt && holds == TableLabel.Speed ? [] : Cell(cells[i], holds, _heads[i], holds == TableLabel.Speed ? [.. key, .. RunningHere(cells, key)] : key, cells);
            claims.AddRange(found.Select(c => c with { Line = line, Text = text }).Where(c => !claims.Contains(c)));
            if (found.IsEmpty && cells[i].Any(char.IsAsciiDigit))
            {
                missed.Add(holds == TableLabel.Other ? $"'{Short(cells[i])}': no kind of claim is about '{(_heads[i].Label == TableLabel.Other ? _heads[i].Text : cells[0])}'" : $"'{Short(cells[i])}': what it counts, or of what, isn't understood");
            }
        }

        if (missed.Count > 0)
        {
            unread.Add(new Unread(line, text, string.Join("; ", missed) + "."));
        }
        else if (claims.Count == before && text.Any(char.IsAsciiDigit))
        {
            unread.Add(new Unread(line, text, "No hardware, model or figure was recognised in this row."));
        }
    }

    private ImmutableArray<Claim> Cell(string cell, TableLabel holds, Head head, ImmutableArray<Fact> key, ImmutableArray<string> cells)
    {
        string text = Clip(cell);
        ImmutableArray<Fact> own = FactFinder.In(text);
        ImmutableArray<Fact> row = [.. key, .. RowLabel(cells)];
        string[] models = Names(FactKind.Model, own, row, head.Facts, NamesUnknown(TableLabel.Model, FactKind.Model, cells, row) ? "" : _before.Model, out bool inherited);
        string[] devices = Names(FactKind.Device, holds == TableLabel.FitsOn ? [] : own, row, head.Facts, NamesUnknown(TableLabel.Device, FactKind.Device, cells, row) ? "" : _device.Length > 0 ? _device : _before.Device, out bool placed);
        string quant = (Names(FactKind.Quant, own, head.Facts, row, "", out _) is [var named, ..] ? named : "") is { Length: > 0 } said ? said : _before.QuantFor(models);
        int? context = One(FactKind.Context, own, row, head.Facts);
        if (inherited && _heads.SelectMany(h => h.Facts).Where(f => f.Kind == FactKind.Model).Select(f => f.Text).Distinct().ToArray() is [var only])
        {
            (models, inherited) = ([only], false); // "7B model size | RAM required": one model, said once
        }

        models = [.. models.Select(m => _family.Length > 0 && char.IsAsciiDigit(m[0]) ? $"{_family}-{m}" : m)];

        if (holds == TableLabel.FitsOn)
        {
            string[] quants = [.. _heads.SelectMany(h => h.Facts).Where(f => f.Kind == FactKind.Quant).Select(f => f.Text).Distinct()];

            // The smallest card is one for the narrowest quantization; a typical one isn't said to be for any.
            string of = quant.Length > 0 ? quant : quants.Length == 1 || quants.Length > 1 && LeastHead().IsMatch(head.Text) ? quants.MinBy(Width)! : "";
            if (own is [{ Kind: FactKind.Memory } room] && (!inherited || OfQuants(row)) && !Times().IsMatch(text[..room.Start]))
            {
                return RequireHead().IsMatch(head.Text) ? [.. models.Select(m => new NeedsClaim(m, of, room.Amount, context))] : [.. models.Select(m => new FitsClaim(m, of, "", room.Amount, context, FactSentence.EaseIn(text)))];
            }

            Fact[] places = [.. own.Where(f => f.Kind == FactKind.Device)];
            if (_heads[0].Label == TableLabel.Memory && ExampleHead().IsMatch(head.Text) && FactFinder.In(Clip(cells[0])).FirstOrDefault(f => f.Kind == FactKind.Memory) is { } each)
            {
                return [.. places.Select(p => new MemoryClaim([p.Text], each.Amount))]; // cards of the row's memory
            }

            if (places.Length == 0 && own.All(f => !f.IsFigure) && Verdict(text) is Ease told)
            {
                return [.. from model in models from device in devices.Take(1) select Mark(new FitsClaim(model, of, device, null, context, told), inherited || placed)]; // "Fits?", of the machine spoken of
            }

            // "RTX 4090 (Q8), RTX 3060 (Q4)": each for its own quantization.
            bool differ = own.Where(f => f.Kind == FactKind.Quant).Select(f => f.Text).Distinct().Skip(1).Any();
            return [.. from model in models where !inherited || OfQuants(row) from device in places let part = Part(text, device) select new FitsClaim(model, FactFinder.In(part).FirstOrDefault(f => f.Kind == FactKind.Quant)?.Text ?? (differ ? "" : of), device.Text, null, context, FactSentence.EaseIn(part))];
        }

        bool figures = own.Any(f => f.Kind == FactKind.Speed || IsOwnFigure(holds) && f.Kind == Expected(holds)) || holds == TableLabel.None && head.Facts.Any(f => f.Kind == FactKind.Quant) && own.Any(f => f.Kind == FactKind.Memory);
        if (!figures && Verdict(text) is Ease ease)
        {
            return head.Memory is Interval room
                ? [.. models.Select(m => Mark(new FitsClaim(m, quant, "", room, context, ease), inherited))]
                : [.. from model in models from device in devices select Mark(new FitsClaim(model, quant, device, null, context, ease), inherited || placed)];
        }

        if (head.Memory is Interval within && own.Any(f => f.Kind == FactKind.Model))
        {
            return [.. own.Where(f => f.Kind == FactKind.Model).Select(m => Runs(text, m, "", "") with { Gigabytes = within })];
        }

        if (holds == TableLabel.Runs)
        {
            string of = head.Facts.FirstOrDefault(f => f.Kind == FactKind.Quant)?.Text ?? "";
            Fact[] running = [.. own.Where(f => f.Kind == FactKind.Model && !FactWords.OnlyIf().IsMatch(Part(text, f)))];
            Ease? better = ComfortableHead().IsMatch(head.Text) ? Ease.Comfortable : null;
            if ((placed || _examples) && _heads[0].Label == TableLabel.Memory && FactFinder.In(Clip(cells[0])).FirstOrDefault(f => f.Kind == FactKind.Memory) is { } space)
            {
                return [.. running.Select(m => Runs(text, m, "", of) with { Gigabytes = space.Amount }).Select(c => c with { Ease = c.Ease == Ease.Fits && better is Ease e ? e : c.Ease })];
            }

            return [.. from model in running from device in devices select Mark(Runs(text, model, device, of) is var c && c.Ease == Ease.Fits && better is Ease e ? c with { Ease = e } : c, placed)];
        }

        if (holds == TableLabel.Context)
        {
            Interval? length = (own.FirstOrDefault(f => f.Kind == FactKind.Context) ?? FactFinder.In(text.Trim() + " tokens").FirstOrDefault(f => f.Kind == FactKind.Context))?.Amount;
            return length is Interval tokens ? [.. models.Where(m => !BareSize().IsMatch(m)).Select(m => Mark(new ContextLengthClaim(m, tokens), inherited))] : [];
        }

        if (holds is TableLabel.License or TableLabel.Released)
        {
            FactKind kind = holds == TableLabel.License ? FactKind.License : FactKind.Date;
            return [.. from model in models where !inherited from fact in own.Where(f => f.Kind == kind).Take(1) select kind == FactKind.License ? (Claim)new LicenseClaim(model, fact.Text) : new ReleasedClaim(model, fact.Text)];
        }

        Fact? figure = own.FirstOrDefault(f => holds != TableLabel.None && f.Kind == Expected(holds)) ?? (holds is TableLabel.None ? own.FirstOrDefault(f => f.Kind is FactKind.Memory or FactKind.Speed or FactKind.Bandwidth) : null);
        Interval? amount = figure is not null ? holds == TableLabel.FileSize ? FactFinder.Decimal(figure) : figure.Amount : Bare(text, holds, head.Text, _gigabytes);
        if (amount is not Interval value)
        {
            return [];
        }

        // "8 GB, 16 GB": each of several figures is said; of "5 GB / 9 GB" under one model nothing says which is which.
        Fact[] several = figure is null ? [] : [.. own.Where(f => f.Kind == figure.Kind)];
        if (several.Length > 1 && several.Zip(several[1..]).All(p => FactWords.Joined().IsMatch(text[p.First.End..p.Second.Start])))
        {
            return holds == TableLabel.Memory && figure!.Kind == FactKind.Memory && models.Length == 0 ? [.. from d in devices from f in several select Mark(new MemoryClaim([d], f.Amount), placed)]
                : holds is TableLabel.Memory or TableLabel.FileSize && models.Length == several.Length && !inherited ? [.. models.Zip(several).Select(p => holds == TableLabel.Memory ? (Claim)new NeedsClaim(p.First, quant, p.Second.Amount, context) : new FileSizeClaim(p.First, quant, FactFinder.Decimal(p.Second)))]
                : [];
        }

        if (holds == TableLabel.None && _before.Role == FigureRole.Card && figure?.Kind == FactKind.Memory)
        {
            return [.. models.Select(m => Mark(new FitsClaim(m, quant, "", value, context, Ease.Fits), inherited))];
        }

        if (holds == TableLabel.None)
        {
            if (figure is not null && !OnlyFigure(text, figure))
            {
                return []; // a remark
            }

            holds = figure?.Kind == FactKind.Speed ? TableLabel.Speed
                : figure?.Kind == FactKind.Bandwidth ? TableLabel.Bandwidth
                : _before.Role == FigureRole.Cache || _before.Caption == FigureRole.Cache && figure?.Kind == FactKind.Memory ? row.Concat(head.Facts).Any(f => f.Kind == FactKind.Context) ? TableLabel.Cache : TableLabel.None
                : figure?.Kind == FactKind.Memory && models.Length > 0 && quant.Length > 0 ? _before.Caption == FigureRole.Needs ? TableLabel.Memory : TableLabel.FileSize : TableLabel.None;
        }

        bool ofModel = models.Length > 0 && (head.Facts.Any(f => f.Kind is FactKind.Model or FactKind.Quant) || !row.Any(f => f.Kind == FactKind.Device) && !head.Facts.Any(f => f.Kind == FactKind.Device));
        return holds switch
        {
            TableLabel.Memory when ofModel && Recommended().IsMatch(head.Text) => [.. models.Where(_ => !inherited || OfQuants(row)).Select(m => new FitsClaim(m, quant, "", value, context, Ease.Fits))],
            TableLabel.Memory when IsTier(head) => [.. models.Where(_ => !inherited).Select(m => new FitsClaim(m, quant, "", value, context, Ease.Fits))],
            TableLabel.Memory when ofModel => [.. models.Select(m => Mark(new NeedsClaim(m, quant, value, context), inherited))],
            TableLabel.Memory when _heads.Any(h => h.Label == TableLabel.Model && h.Facts.IsEmpty) && placed => [], // a column of models: nothing of the machine spoken of before
            TableLabel.Memory => [.. devices.Select(d => Mark(new MemoryClaim([d], value), placed))],
            TableLabel.FileSize => [.. models.Select(m => Mark(new FileSizeClaim(m, quant, value), inherited))],
            TableLabel.Cache when context is int tokens => [.. models.Select(m => Mark(new CacheClaim(m, tokens, value), inherited))],
            TableLabel.Bandwidth => [.. devices.Select(d => Mark(new BandwidthClaim(d, value), placed))],
            TableLabel.Speed when models.Length > 1 && devices.Length > 1 => [], // which runs on which isn't said
            TableLabel.Speed => [.. from model in models from device in devices select Mark(new SpeedClaim(model, quant, device, value) { Context = context }, inherited || placed)],
            TableLabel.Price when FactWords.NoPrice().IsMatch(text) => [], // by the hour
            TableLabel.Price => [.. devices.Select(d => Mark(new PriceOfClaim(d, Used().IsMatch(head.Text + " " + text + " " + cells[0]) ? "used" : "", value, Currency(text)), placed))],
            TableLabel.Parameters when _sized => [],
            TableLabel.Parameters => [.. models.Where(m => !inherited && !BareSize().IsMatch(m)).SelectMany(m => own.Where(f => f.Kind == FactKind.Active).Select(f => (Claim)new ActiveClaim(m, f.Amount)).Prepend(new ParametersClaim(m, value)))],
            TableLabel.Active => [.. models.Where(m => !inherited && !BareSize().IsMatch(m)).Select(m => new ActiveClaim(m, value))],
            TableLabel.Layers => [.. models.Where(_ => !inherited).Select(m => new LayerCountClaim(m, value))],
            TableLabel.Bits => [.. Quants(row, head).Where(q => !BitsAlone().IsMatch(head.Text) || value.Low != value.High || value.Low != Width(q) || value.Low >= BitsPerByte).Select(q => new BitsClaim(q, value))], // the digit of its name says no more than the name
            TableLabel.Bytes => [.. Quants(row, head).Select(q => new BitsClaim(q, value * BitsPerByte))],
            _ => [],
        };
    }

    /// <summary>Whether a row is a quantization's and no column holds models: the whole table is about the one spoken of.</summary>
    private bool OfQuants(ImmutableArray<Fact> row) => row.Any(f => f.Kind == FactKind.Quant) && !_heads.Any(h => h.Label == TableLabel.Model);

    /// <summary>The bits in a quantization's name: 4 of Q4_K_M, 16 of FP16; names without any come last.</summary>
    private static int Width(string quant)
    {
        int at = quant.AsSpan().IndexOfAnyInRange('0', '9');
        int end = at;
        while (end >= 0 && end < quant.Length && char.IsAsciiDigit(quant[end]))
        {
            end++;
        }

        return at >= 0 && int.TryParse(quant.AsSpan(at, end - at), out int bits) ? bits : int.MaxValue;
    }

    private const double BitsPerByte = 8;
    private const double Tera = 1000;

    /// <summary>One of the models a cell says run on the row's machine: "27B at Q4; 32B with tight headroom".</summary>
    private static FitsClaim Runs(string cell, Fact model, string device, string quant)
    {
        string part = Part(cell, model);
        return new FitsClaim(model.Text, FactFinder.In(part).FirstOrDefault(f => f.Kind == FactKind.Quant)?.Text ?? quant, device, null, null, FactSentence.EaseIn(part));
    }

    private static string Part(string cell, Fact model)
    {
        int end = cell.IndexOfAny([';', ','], model.End);
        return cell[model.Start..(end < 0 ? cell.Length : end)];
    }

    /// <summary>Whether a column of memory leads and models follow: what runs in so much, not what they need.</summary>
    private bool IsTier(Head head) => ReferenceEquals(head, _heads[0]) && head.Facts.IsEmpty && _heads.Any(h => h.Label == TableLabel.Model && h.Facts.IsEmpty);

    /// <summary>Whether a column's figure says more than a mark beside it: "24 GB ⚠".</summary>
    private static bool IsOwnFigure(TableLabel holds) => holds is TableLabel.FileSize or TableLabel.Speed or TableLabel.Bandwidth or TableLabel.Price or TableLabel.Cache;

    private static IEnumerable<string> Quants(ImmutableArray<Fact> row, Head head) => row.Concat(head.Facts).Where(f => f.Kind == FactKind.Quant).Select(f => f.Text).Distinct();

    /// <summary>Whether a cell is a figure with its unit and at most a mark or a word, not a remark with a figure in it.</summary>
    private static bool OnlyFigure(string cell, Fact figure) => Word().Count(Brackets().Replace(cell[..figure.Start] + " " + cell[figure.End..], "")) <= MostWords;

    private const int MostWords = 2;

    /// <summary>Names in a row's label: "8B Q4 tok/s" over columns of devices.</summary>
    private ImmutableArray<Fact> RowLabel(ImmutableArray<string> cells) =>
        cells.Length > 0 && !IsKey(0, cells[0]) && _heads[0].Label == TableLabel.None ? [.. FactFinder.In(Clip(cells[0])).Where(f => !f.IsFigure)] : [];

    private static FactKind Expected(TableLabel label) =>
        label switch
        {
            TableLabel.Bandwidth => FactKind.Bandwidth,
            TableLabel.Speed => FactKind.Speed,
            TableLabel.Price => FactKind.Price,
            TableLabel.Bits => FactKind.Bits,
            TableLabel.Memory or TableLabel.FileSize or TableLabel.Cache => FactKind.Memory,
            _ => FactKind.Times,
        };

    /// <summary>The narrowest names there are: in the cell itself, in the row and the column's head, else what was spoken of before.</summary>
    private static string[] Names(FactKind kind, ImmutableArray<Fact> own, ImmutableArray<Fact> row, ImmutableArray<Fact> head, string before, out bool inherited)
    {
        string[] names = [.. head.Where(f => f.Kind == kind).Select(f => f.Text).Distinct()];
        names = names.Length > 0 ? names : [.. row.Where(f => f.Kind == kind).Select(f => f.Text).Distinct()];
        names = names.Length > 0 ? names : [.. own.Where(f => f.Kind == kind).Select(f => f.Text).Distinct()];
        inherited = names.Length == 0;
        return names.Length > 0 ? names : before.Length > 0 ? [before] : [];
    }

    private int? One(FactKind kind, params ReadOnlySpan<ImmutableArray<Fact>> places)
    {
        foreach (ImmutableArray<Fact> place in places)
        {
            if (place.FirstOrDefault(f => f.Kind == kind) is { } fact)
            {
                return (int)fact.Amount.Low;
            }
        }

        return _before.Context;
    }

    private static Claim Mark(Claim claim, bool inherited) => inherited ? claim with { Sureness = Sureness.Inherited } : claim;

    private static string Currency(string cell) => cell.Contains('€', StringComparison.Ordinal) ? "EUR" : cell.Contains('£', StringComparison.Ordinal) ? "GBP" : "USD";

    private static string Clip(string cell) => (cell.Length <= MostLetters ? cell : cell[..MostLetters]).Replace("**", "", StringComparison.Ordinal).Replace("`", "", StringComparison.Ordinal);

    private static string Short(string cell) => cell.Length <= ShortLetters ? cell : cell[..ShortLetters] + "…";

    private const int MostLetters = 240; // a cell longer than this is prose
    private const int ShortLetters = 40;
}
