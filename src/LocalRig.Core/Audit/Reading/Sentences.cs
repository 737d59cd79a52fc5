using System.Collections.Immutable;
using System.Text.RegularExpressions;
using LocalRig.Audit.Claims;

namespace LocalRig.Audit.Reading;

/// <summary>Makes claims of sentences: the common forms in which guides say what fits, how fast it is, what it costs.</summary>
/// <param name="family">The family sizes without a name belong to, or empty.</param>
internal sealed partial class Sentences(string family)
{
    /// <summary>The most letters of a clause that is read; longer ones are listed unread.</summary>
    public const int MostLetters = 1000;

    private const int FewestSizes = 3; // a list of sizes, not a comparison of two models

    /// <summary>The claims of a sentence, and what of it isn't understood.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="line">Its line.</param>
    /// <param name="before">What was spoken of before it.</param>
    /// <param name="claims">Where claims go.</param>
    /// <param name="unread">Where what isn't understood goes.</param>
    /// <param name="prose">Counts sentences without figures.</param>
    /// <returns>What has been spoken of with it.</returns>
    public Subject Read(string sentence, int line, Subject before, List<Claim> claims, List<Unread> unread, ref int prose)
    {
        string key = string.Join('\u0003', sentence, family, before.Key);
        Remembered read = Remembered.Of(key) ?? Remembered.Keep(key, Fresh(sentence, before));
        read.AddTo(line, claims, unread);
        prose += read.Prose;
        return read.After;
    }

    private Remembered Fresh(string sentence, Subject before)
    {
        List<Claim> claims = [];
        List<Unread> unread = [];
        int prose = 0;
        Subject after = Read(sentence, before, claims, unread, ref prose);
        return new Remembered([.. claims], [.. unread], prose, after);
    }

    private Subject Read(string sentence, Subject before, List<Claim> claims, List<Unread> unread, ref int prose)
    {
        const int line = 0; // the one who asked knows it
        if (sentence.Length > MostLetters)
        {
            unread.Add(new Unread(line, sentence[..80] + "…", $"A sentence of {sentence.Length:N0} letters is too long to read."));
            return before;
        }

        // Without a digit a sentence names no model and no figure; of the forms read, only "twice as fast" and "single-digit" have none.
        if (!sentence.AsSpan().ContainsAnyInRange('0', '9') && !FigureWord().IsMatch(sentence))
        {
            prose++;
            return before.After(FactFinder.In(sentence)) with { Role = RoleAfter(sentence, before), Said = FigureRole.None, Frame = "" };
        }

        ImmutableArray<Fact> facts = FactFinder.In(sentence);
        string frame = FactSentence.FrameOf(sentence, facts);
        before = frame == before.Frame && before.Quant.Length > 0 ? before with { QuantOf = "" } : before;
        FactSentence said = new(sentence, facts, before, family);
        facts = said.Facts;
        ImmutableArray<Claim> found = said.Claims(out ImmutableArray<Fact> missed);
        if (!found.IsEmpty)
        {
            claims.AddRange(found.DistinctBy(ClaimWords.Of).Select(c => c with { Line = line, Text = sentence }));
            unread.AddRange(missed.Select(m => new Unread(line, sentence, said.Why(m))));
        }
        else if (FactSentence.IsNoStatement(sentence))
        {
            prose += missed.IsEmpty ? 1 : 0;
            unread.AddRange(missed.IsEmpty ? [] : [new Unread(line, sentence, "It asks or supposes; it doesn't say what is so.")]);
        }
        else if (!missed.IsEmpty && (OtherFigures().IsMatch(sentence) || FactWords.NoPrice().IsMatch(sentence)))
        {
            unread.Add(new Unread(line, sentence, "It speaks of a part of memory, of a prompt, or of other money; no kind of claim is about that."));
        }
        else
        {
            Common(Signs.In(sentence, Signs.Year) ? MonthDates.Iso(sentence) : sentence, line, before, missed.Select(said.Why).FirstOrDefault(w => w.StartsWith("Not clear", StringComparison.Ordinal)) ?? "", claims, unread, ref prose);
        }

        // How many tokens a model takes isn't how many were used.
        int? context = found.Any(c => c is ContextLengthClaim) ? before.Context : before.After(facts).Context;
        FigureRole of = !found.IsEmpty && found.All(c => c is NeedsClaim) ? FigureRole.Needs : FigureRole.None;
        Subject after = before.After(FactSentence.Spoken(sentence, facts));
        return after with { Role = RoleAfter(sentence, before), Room = sentence.TrimEnd('*', ' ').EndsWith(':') && FigureRoles.Room(sentence) is { } room ? room : after.Room, Context = context, Said = of, Frame = frame };
    }

    private static FigureRole RoleAfter(string sentence, Subject before) => FigureRoles.Of(sentence) is var said and not FigureRole.None ? said : before.InList ? before.Role : FigureRole.None;

    /// <summary>Forms without figures, denials, and sentences whose clauses each say one thing.</summary>
    private void Common(string sentence, int line, Subject before, string why, List<Claim> claims, List<Unread> unread, ref int prose)
    {
        if (One(sentence) is Claim whole)
        {
            claims.Add(whole with { Line = line, Text = sentence });
            return;
        }

        // What neither names a model or a device nor counts how many times as fast something is makes none of these claims, and no clause of it does.
        if (Mentions.In(sentence) is { Models.IsEmpty: true, Devices.IsEmpty: true, HasFigures: false } && !Twice().IsMatch(sentence))
        {
            prose++;
            return;
        }

        if (Mentions.In(sentence) is { Models.IsEmpty: true, Scores: [var score], Benchmark.Length: > 0 } of && before.Model.Length > 0 && !Negation().IsMatch(sentence))
        {
            claims.Add(new RankClaim(Named(before.Model), of.Benchmark, of.Publisher, score, "") { Line = line, Text = sentence, Sureness = Sureness.Inherited });
            return;
        }

        string[] clauses = Clause().Split(sentence);
        List<Claim> parts = [.. clauses.Length > 1 ? clauses.Select(c => (Text: c.Trim(), Claim: One(c))).Where(c => c.Claim is not null).Select(c => c.Claim! with { Line = line, Text = c.Text }) : []];
        claims.AddRange(parts);
        foreach (string clause in parts.Count > 0 ? clauses.Where(c => One(c) is null) : [sentence])
        {
            Mentions mentions = Mentions.In(clause);
            if (mentions.HasFigures)
            {
                unread.Add(new Unread(line, clause.Trim(), why.Length > 0 ? why : Reason(mentions)));
            }
            else
            {
                prose++;
            }
        }
    }

    private static string Reason(Mentions m) =>
        m.Models.Length > 1 ? "It names several models." : m.Devices.Length > 1 ? "It names several devices." : "No form of claim LocalRig reads.";

    /// <summary>The one claim a clause makes, or null when it makes none or can't be told.</summary>
    private Claim? One(string clause)
    {
        Mentions m = Mentions.In(clause);
        bool not = Negation().IsMatch(clause);
        if (Twice().Match(clause) is { Success: true } twice && (m.Devices.Length == 1 || Cards().IsMatch(clause)) && m.Speed.IsEmpty)
        {
            return Several(m, twice, not);
        }

        if (FamilyWord().IsMatch(clause) && m.Models.Length >= FewestSizes && !not)
        {
            return new FamilyClaim(FamilyIn(clause), [.. m.Models.Select(Size).Where(s => s > 0)]);
        }

        if (Beats().Match(clause) is { Success: true } && m.Models.Length == 2 && !not && !m.HasFigures)
        {
            return new RankClaim(Named(m.Models[0]), m.Benchmark, m.Publisher, null, Named(m.Models[1]));
        }

        return m.Models.Length <= 1 && m.Devices.Length <= 1 ? Single(clause, m, not) : null;
    }

    private Claim? Single(string clause, Mentions m, bool not)
    {
        string model = m.Models.IsEmpty ? "" : Named(m.Models[0]);
        string device = m.Devices.IsEmpty ? "" : m.Devices[0];
        bool fits = FitsWord().IsMatch(clause);
        return (m, model.Length > 0, device.Length > 0) switch
        {
            ({ Speed: [var rate] }, false, true) when !not && Vague().IsMatch(clause) => new SpeedClaim(Vague().Match(clause).Value, m.Quant, device, rate),
            ({ Memory: [], Speed: [] }, true, true) when fits => new FitsClaim(model, m.Quant, device, null, m.Context, EaseIn(clause, not)),
            ({ Scores: [var score], Memory: [], Speed: [] }, true, false) when !not => new RankClaim(model, m.Benchmark, m.Publisher, score, ""),
            ({ Dates: [var day] }, true, false) when Release().IsMatch(clause) && !not => new ReleasedClaim(model, day),
            ({ Parameters: [var count] }, true, false) when !not && !FactWords.SizeAlone().IsMatch(m.Models[0].Replace(" ", "", StringComparison.Ordinal)) => new ParametersClaim(model, count),
            ({ HasFigures: false }, true, false) when Exists().IsMatch(clause) && !not => new ExistsClaim(model),
            _ => null,
        };
    }

    private static SeveralDevicesClaim Several(Mentions m, Match twice, bool not)
    {
        double times = twice.Groups[1].Success && double.TryParse(twice.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture, out double given) ? given : 2;
        const double Common = 0.01;

        // Without a card's name any will do: how cards divide the layers doesn't depend on which they are.
        string device = m.Devices.IsEmpty ? "RTX 3090" : Without(m.Devices[0]);
        return new SeveralDevicesClaim(device, 2, not ? new Interval(0, times - Common) : Interval.Of(times), m.Models.IsEmpty ? "" : m.Models[0]);
    }

    private static Ease EaseIn(string clause, bool not) =>
        not ? Ease.Fails : Comfortable().IsMatch(clause) ? Ease.Comfortable : Tight().IsMatch(clause) ? Ease.Tight : Ease.Fits;

    private string FamilyIn(string clause) => FamilyName().Match(clause) is { Success: true } match ? match.Value : family;

    /// <summary>A bare size gets the guide's family.</summary>
    private string Named(string model) => family.Length > 0 && char.IsAsciiDigit(model[0]) ? $"{family}-{model}" : model;

    private static double Size(string model) => Amounts.Read(model[(model.LastIndexOfAny([' ', '-']) + 1)..], "b")?.Low ?? 0;

    private static string Without(string device) => Used().Replace(device, "").Trim();

    [GeneratedRegex(@";\s|,\s(?:and|but|while)\s|\swhile\s|\swhereas\s|\sbut\s|,\s|\sand\s", RegexOptions.IgnoreCase)]
    private static partial Regex Clause();

    [GeneratedRegex(@"\bnot\b|n't\b|n’t\b|\bnever\b|\bcannot\b|\bno longer\b|\bnor\b", RegexOptions.IgnoreCase)]
    private static partial Regex Negation();

    [GeneratedRegex(@"\btwice\b(?: as fast| the speed)?|\bdoubles?\b|(?<![\w.])(\d(?:\.\d)?)\s?[x×] (?:as fast|the speed|faster|tok)", RegexOptions.IgnoreCase)]
    private static partial Regex Twice();

    [GeneratedRegex(@"\b(?:two|dual|2x?|second)\s(?:\w+\s)?(?:cards?|GPUs?)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Cards();

    [GeneratedRegex(@"\b(?:family|sizes|comes in|ships in|available in|line-?up)\b", RegexOptions.IgnoreCase)]
    private static partial Regex FamilyWord();

    [GeneratedRegex(@"\b(?:Qwen|Llama|Gemma|Phi|GLM)[ -]?\d(?:\.\d)?(?![\w.])", RegexOptions.IgnoreCase)]
    private static partial Regex FamilyName();

    [GeneratedRegex(@"\b(?:beats|outperforms|is better than|is stronger than|ranks above|outscores)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Beats();

    [GeneratedRegex(@"\b(?:fits?|fitting|runs?)\b", RegexOptions.IgnoreCase)]
    private static partial Regex FitsWord();

    [GeneratedRegex(@"\b(?:released|launched|came out|published|announced)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Release();

    [GeneratedRegex(@"\b(?:exists?|is available|was released|there is)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Exists();

    [GeneratedRegex(@"\b(?:smaller|small|larger|large|most|any) (?:models?|LLMs?)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Vague();

    [GeneratedRegex(@"\b(?:comfortabl[ey]|easily|with headroom|with room)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Comfortable();

    [GeneratedRegex(@"\b(?:tight(?:ly)?|barely|just)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Tight();

    [GeneratedRegex(@"\b(?:used|second[- ]hand)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Used();

    [GeneratedRegex(@"twice|double|digit", RegexOptions.IgnoreCase)]
    private static partial Regex FigureWord();

    [GeneratedRegex(@"\bKV\b|\bcache\b|\bprompt\b|\bprefill\b|\boverhead\b|\bheadroom\b|\bper layer\b", RegexOptions.IgnoreCase)]
    private static partial Regex OtherFigures();
}
