using System.Collections.Immutable;
using LocalRig.Advice;
using LocalRig.Answers;
using LocalRig.Catalog;
using LocalRig.Questions;
using LocalRig.Rigs;
using LocalRig.Site.Output;

namespace LocalRig.Site.Facts;

/// <summary>One tier of memory that guides speak of, with rigs that stand for it.</summary>
/// <param name="Tier">Its name: <c>24 GB</c>.</param>
/// <param name="Rigs">The rigs.</param>
internal sealed record TierFacts(string Tier, ImmutableArray<TierRig> Rigs)
{
    /// <summary>Its page.</summary>
    public string Path => $"memory/{SitePaths.Slug(Tier)}.html";

    /// <summary>The device a tier's rig is made of: <c>rtx-3090</c> of <c>2x rtx-3090</c>.</summary>
    public static string DeviceOf(string rig) => rig.Split(' ')[^1].Split(':')[0];

    /// <summary>Surveys the rigs of all tiers.</summary>
    public static async Task<ImmutableArray<TierFacts>> AskAsync(Desk desk, IReadOnlyList<(string Tier, string Rig)> rigs, Func<CatalogModel, bool> wanted, CancellationToken cancellation)
    {
        List<(string Tier, TierRig Rig)> asked = [];
        foreach ((string tier, string words) in rigs)
        {
            SurveyAnswer survey = await desk.AskAsync(AskSurvey.Question, new SurveyRequest { Rig = new NamedRig(words) }, cancellation: cancellation).ConfigureAwait(false);
            asked.Add((tier, new TierRig(words, survey.Rig, [.. survey.Runs.Select((line, i) => (line, i)).Where(l => wanted(l.line.Model)).Select(l => new TierLine(l.line, l.i))])));
        }

        return [.. asked.GroupBy(a => a.Tier).Select(g => new TierFacts(g.Key, [.. g.Select(a => a.Rig)]))];
    }
}

/// <summary>A rig of a tier and what it runs.</summary>
/// <param name="Words">The rig in words.</param>
/// <param name="Rig">The rig.</param>
/// <param name="Lines">What it runs, best first.</param>
internal sealed record TierRig(string Words, Rig Rig, ImmutableArray<TierLine> Lines)
{
    /// <summary>The question its lines answer.</summary>
    public Asked Asked => Asked.Of($"localrig --rig {Asked.Word(Words)}", "survey", ("rig", Words));
}

/// <summary>A line of a rig's survey.</summary>
/// <param name="Line">The line.</param>
/// <param name="Index">Its place in the answer.</param>
internal sealed record TierLine(SurveyLine Line, int Index);
