using LocalRig.Advice.Needs;
using LocalRig.Advice.Ranking;
using LocalRig.Answers;
using LocalRig.Catalog;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Quantization;
using LocalRig.Site.Facts;
using LocalRig.Site.Html;

namespace LocalRig.Site.Pages;

/// <summary>A model's page: what it is, what it takes, what runs it, what others say of it.</summary>
internal static class ModelPage
{
    private const string Root = "../";

    /// <summary>The page.</summary>
    public static Page Of(ModelFacts model, SiteFacts facts)
    {
        string what = model.Model.Nominal ? "a size that was never released" : $"{Wording.Count(model.Model.ParameterCount)} parameters";
        return new Page(model.Path, model.Model.Id, $"{model.Model.Id}: {what}. Its memory by quantization and context to the byte, and which devices run it, how fast, with how much context.", html => Body(html, model, facts))
        {
            Title = $"{model.Model.Id}: memory, devices and speed",
            Above = [("models/index.html", "Models"), (facts.Families.First(f => f.Name == model.Model.Family).Path, model.Model.Family)],
            PictureLines = [.. PictureLines(model, facts)],
        };
    }

    /// <summary>What runs a model, of the devices with pages: first those many people have.</summary>
    public static IEnumerable<Run> Runs(ModelFacts model, IEnumerable<DeviceFacts> devices) =>
        devices.Select(d => d.ByModel.GetValueOrDefault(model.Model.Id)).OfType<Run>();

    private static IEnumerable<string> PictureLines(ModelFacts model, SiteFacts facts)
    {
        if (model.Needs.FirstOrDefault(n => n.Quant == model.UsualQuant)?.Memory.FirstOrDefault() is MemoryNeed need)
        {
            yield return $"{model.UsualQuant} with 8k of context: a card of {Wording.Of(need.Smallest)}";
        }

        if (Runs(model, facts.Common).FirstOrDefault(r => r.Verdict == Verdict.Comfortable) is Run run)
        {
            yield return $"{run.Device.Name}: {run.Quant}, {Wording.Shortly(run.Context)} of context{(run.Decode is { } rate ? $", {Wording.Rate(rate.TokensPerSecond)} tokens/s" : "")}";
        }
    }

    private static void Body(HtmlWriter html, ModelFacts model, SiteFacts facts)
    {
        if (model.Model.Notice.Length > 0)
        {
            html.Open("p", ("class", "notice")).Text(model.Model.Nominal ? $"Nobody released a {model.Model.Id}. {model.Model.Notice}" : model.Model.Notice).Close();
        }

        Facts(html, model);
        Quants(html, model);
        Contexts(html, model);
        Devices(html, model, facts);
        Rankings(html, model);
        EmbedPage.Offer(html, model, facts, Root);
    }

    private static void Facts(HtmlWriter html, ModelFacts facts)
    {
        CatalogModel model = facts.Model;
        html.Open("section").Leaf("h2", "What it is");
        html.BeginTable("Facts of the model and where they stand.", ModelFacts.ListAsked, "Fact", "Value", "Source");
        html.Row("Parameters").Open("td").Figure(Wording.Count(model.ParameterCount), Wording.Exactly(model.ParameterCount), $"[{facts.Index}].parameters").Close();
        Source(html, model, "parameters");
        Fact(html, model, "At work on each token", model.Parameters.Active is long active ? Wording.Count(active) : Wording.Unknown, "parameters");
        Fact(html, model, "Architecture", Known(model.ArchitectureName), "config");
        Fact(html, model, "Shape", model.Architecture is { } shape ? ShapeWords.Of(shape) : Wording.Unknown, "config");
        html.Row("Context it was trained for").Open("td");
        _ = model.ContextLength > 0 ? html.Figure($"{Wording.Count(model.ContextLength)} tokens", Wording.Exactly(model.ContextLength), $"[{facts.Index}].contextLength") : html.Text(Wording.Unknown);
        html.Close();
        Source(html, model, "config");
        Fact(html, model, "Released", Known(model.Released), "released");
        Fact(html, model, "Licence", model.License.Length == 0 ? Wording.Unknown : LicenseTerms.InWords(model.License) is { Length: > 0 } use ? $"{model.License} ({use})" : model.License, "license");
        Fact(html, model, "Published as", Known(model.Repository), "existence");
        html.EndTable().Command(ModelFacts.ListAsked).Close();
    }

    private static string Known(string text) => text.Length > 0 ? text : Wording.Unknown;

    private static void Fact(HtmlWriter html, CatalogModel model, string name, string value, string source)
    {
        html.Row(name).Cell(value);
        Source(html, model, source);
    }

    private static void Source(HtmlWriter html, CatalogModel model, string group)
    {
        html.Open("td");
        foreach (string part in model.Sources.GetValueOrDefault(group, "").Split(' '))
        {
            html.Source(part).Text(" ");
        }

        html.Close().Close();
    }

    private static void Quants(HtmlWriter html, ModelFacts model)
    {
        html.Open("section").Leaf("h2", "Memory by quantization");
        if (model.Needs.IsEmpty)
        {
            html.Leaf("p", $"Unknown: {model.Refusal}").Close();
            return;
        }

        html.BeginTable(
            "The smallest memory that holds it with 8,192 tokens of context: weights, then a card alone, the same with 1 GiB left free, memory shared with the processor, and the processor alone.",
            model.NeedsAsked, "Quantization", ">Weights", "Known", ">One card", ">1 GiB free", ">Sold", ">Shared memory", ">Processor");
        for (int i = 0; i < model.Needs.Length; i++)
        {
            QuantNeed need = model.Needs[i];
            string path = $"quantizations[{i}]";
            html.Row(need.Quant).Figure(Wording.Of(need.Weights), need.Weights.Bytes, path + ".tensorBytes").Cell(need.Memory.IsEmpty ? Wording.Unknown : need.Memory[0].Plan.Exactness.Word());
            Memory(html, need, MemoryKind.OneCard, path, comfortable: false);
            Memory(html, need, MemoryKind.OneCard, path, comfortable: true);
            html.NumberCell(need.Of(MemoryKind.OneCard)?.Sold is { } sold ? Wording.Of(sold) : need.Of(MemoryKind.OneCard) is null ? Wording.Unknown : "none");
            Memory(html, need, MemoryKind.Unified, path, comfortable: false);
            Memory(html, need, MemoryKind.Processor, path, comfortable: false);
            html.Close();
        }

        html.EndTable().Command(model.NeedsAsked).Close();
    }

    private static void Memory(HtmlWriter html, QuantNeed need, MemoryKind kind, string path, bool comfortable)
    {
        if (need.Of(kind) is not MemoryNeed memory)
        {
            html.NumberCell(Wording.Unknown);
            return;
        }

        string place = $"{path}.memory[{need.Memory.IndexOf(memory)}].";
        _ = comfortable ? html.Figure(Wording.Of(memory.Comfortable), memory.Comfortable.Bytes, place + "comfortableBytes") : html.Figure(Wording.Of(memory.Smallest), memory.Smallest.Bytes, place + "smallestBytes");
    }

    private static void Contexts(HtmlWriter html, ModelFacts model)
    {
        if (model.Contexts.IsEmpty)
        {
            return;
        }

        html.Open("section").Leaf("h2", "Memory by context");
        int[] contexts = [.. model.Contexts.Select(c => c.Context).Distinct()];
        html.BeginTable($"All that is allocated for {model.UsualQuant} on one card that holds everything, its share of main memory included, by tokens of context and type of the cache.", null, ["Cache", .. contexts.Select(c => $">{Wording.Shortly(c)}")]);
        foreach (IGrouping<TensorType, ContextMemory> cache in model.Contexts.GroupBy(c => c.Cache))
        {
            html.Row(cache.Key.Name());
            foreach (ContextMemory memory in cache)
            {
                html.Open("td", ("class", "n"), ("data-question", memory.Plan is null ? null : memory.Asked.Json));
                _ = memory.Plan is { } plan ? html.Figure(Wording.Of(plan.Total), Wording.Exactly(plan.Total.Bytes), "totalBytes") : html.Text("refused");
                html.Close();
            }

            html.Close();
        }

        html.EndTable();
        if (model.Contexts[0].Plan is { Exactness: not Exactness.Exact } bounded)
        {
            html.Leaf("p", $"These bytes are {bounded.Exactness.Word()}: {bounded.ExactnessReason}");
        }

        html.Command(model.Contexts[^1].Asked).Close();
    }

    private static void Devices(HtmlWriter html, ModelFacts model, SiteFacts facts)
    {
        html.Open("section").Leaf("h2", "Which devices run it");
        Run[] common = [.. Runs(model, facts.Common)];
        Run[] others = [.. Runs(model, facts.Devices.Except(facts.Common)).OrderBy(r => r.Verdict).ThenBy(r => r.Device.Device.Memory).ThenBy(r => r.Device.Device.Id, StringComparer.Ordinal)];
        if (common.Length + others.Length == 0)
        {
            string why = model.Model.Nominal ? "Nobody released it, so surveys of devices leave it out."
                : !model.Model.Offered ? "Surveys of devices leave it out: it is a tune of another model, an embedding model or one of an earlier year."
                : "None of the devices with a page runs it.";
            html.Open("p").Text(why + " Planned by name: ").Leaf("code", $"localrig plan {Asked.Word(model.Model.Id)} --rig rtx-3090").Close();
            Nearest(html, model, facts);
            html.Close();
            return;
        }

        html.Leaf("p", $"With each device the best quantization that leaves 1 GiB free beside 8,192 tokens of context, and the largest context that does. Cards are planned with {Main(facts)} of main memory beside them.");
        RunTables.Devices(html, Root, "Devices many people have.", common, annotated: true);
        if (common.Length > 0)
        {
            html.Command(common[0].Device.Asked);
        }

        string[] without = [.. facts.Common.Where(d => !d.ByModel.ContainsKey(model.Model.Id)).Select(d => d.Name)];
        if (without.Length > 0)
        {
            html.Leaf("p", $"Too small for it: {Wording.Join(without)}.");
        }

        if (others.Length > 0)
        {
            html.Open("details").Leaf("summary", $"All others that run it ({others.Length})");
            RunTables.Devices(html, Root, "Other devices that run it, the roomiest fit first.", others, annotated: false);
            html.Close();
        }

        html.Close();
    }

    private static void Nearest(HtmlWriter html, ModelFacts model, SiteFacts facts)
    {
        ModelFacts[] near = [.. model.Model.Nearest.Select(facts.FindModel).OfType<ModelFacts>()];
        if (near.Length == 0)
        {
            return;
        }

        html.Open("p").Text("Released models nearest to it: ");
        foreach (ModelFacts one in near)
        {
            html.Link(Root + one.Path, one.Model.Id).Text(" ");
        }

        html.Close();
    }

    private static string Main(SiteFacts facts) => facts.Devices.FirstOrDefault(d => !d.Rig.Devices.IsEmpty && !d.Device.SharesHostMemory) is { } card ? Wording.Of(card.Rig.Host.Memory) : "the usual size";

    private static void Rankings(HtmlWriter html, ModelFacts model)
    {
        html.Open("section").Leaf("h2", "What others publish of its quality");
        if (model.Rank is not RankAnswer { Groups.IsEmpty: false } rank)
        {
            html.Leaf("p", model.Rank?.Summary ?? Wording.Unknown).Command(model.RankAsked).Close();
            return;
        }

        html.Leaf("p", $"{rank.Summary} Nothing is averaged; no test is the model's quality.");
        html.BeginTable("Published results by test.", model.RankAsked, "Test", "Result", "Publisher", "Kind", "Date", "Source");
        foreach (RankGroup group in rank.Groups)
        {
            foreach (RankEntry entry in group.Entries)
            {
                html.Row(group.Benchmark).Cell(entry.Result + (entry.Standing.Length > 0 ? ", " + entry.Standing : "")).Cell(entry.Claim.Origin.Publisher).Cell(entry.Claim.Origin.Kind).Cell(entry.Claim.Origin.Date);
                html.Open("td").Source(entry.Claim.Origin.Source).Close().Close();
            }
        }

        html.EndTable();
        if (!rank.Contradictions.IsEmpty)
        {
            html.Leaf("h3", "Where they contradict each other").Open("ul");
            foreach (Contradiction contradiction in rank.Contradictions)
            {
                html.Leaf("li", contradiction.Sentence);
            }

            html.Close();
        }

        html.Command(model.RankAsked).Close();
    }
}
