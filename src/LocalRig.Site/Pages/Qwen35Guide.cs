using LocalRig.Advice.Needs;
using LocalRig.Planning;
using LocalRig.Quantization;
using LocalRig.Site.Facts;
using LocalRig.Site.Html;

namespace LocalRig.Site.Pages;

/// <summary>The guide to Qwen3.5: the sizes there are, those there aren't, what each takes and what runs it.</summary>
internal static class Qwen35Guide
{
    /// <summary>Where it lies.</summary>
    public const string Path = "qwen3.5/index.html";

    private const string Root = "../";
    private const string Family = "Qwen3.5";

    /// <summary>The page; null where the catalogue has no Qwen3.5.</summary>
    public static Page? Of(SiteFacts facts)
    {
        ModelFacts[] all = [.. facts.Models.Where(m => m.Model.Family == Family)];
        ModelFacts[] real = [.. all.Where(m => m.Model is { Nominal: false, Offered: true }).OrderBy(m => m.Model.ParameterCount)];
        ModelFacts[] invented = [.. all.Where(m => m.Model.Nominal).OrderBy(m => m.Model.ParameterCount)];
        return real.Length == 0 ? null : new Page(
            Path, "Qwen3.5: which size for which hardware",
            $"Qwen3.5 comes in {Wording.Join([.. real.Select(Size)])}. The memory each takes by quantization and context to the byte, and which cards and machines run it.", html => Body(html, real, invented, facts))
        {
            Kind = "Article",
            PictureLines = [Wording.Join([.. real.Select(Size)]), "memory to the byte, speed with its range"],
        };
    }

    private static string Size(ModelFacts model) => model.Model.Id.StartsWith(Family + "-", StringComparison.Ordinal) ? model.Model.Id[(Family.Length + 1)..] : model.Model.Id;

    private static void Body(HtmlWriter html, ModelFacts[] real, ModelFacts[] invented, SiteFacts facts)
    {
        html.Open("p", ("class", "lead")).Text($"Qwen3.5 was released in {real.Length} sizes: {Wording.Join([.. real.Select(Size)])}. ");
        html.Text(invented.Length > 0 ? $"Popular guides also speak of {Wording.Join([.. invented.Select(Size)])}; those were never released." : "").Close();
        Sizes(html, real);
        Which(html, real, facts);
        Quants(html, real);
        Contexts(html, real);
        Invented(html, invented, facts);
        html.Open("section").Leaf("h2", "By memory").Open("ul");
        foreach (TierFacts tier in facts.Tiers)
        {
            html.Open("li").Link(Root + tier.Path, tier.Tier).Text($": {Wording.Join([.. tier.Rigs.Select(r => r.Words)])}").Close();
        }

        html.Close().Close();
    }

    private static void Sizes(HtmlWriter html, ModelFacts[] real)
    {
        html.Open("section").Leaf("h2", "The sizes that exist");
        html.BeginTable("The released models.", ModelFacts.ListAsked, "Model", ">Parameters", ">At work on each token", ">Context", "Released", "Licence");
        foreach (ModelFacts model in real)
        {
            html.Row(model.Model.Id, Root + model.Path).Figure(Wording.Count(model.Model.ParameterCount), model.Model.ParameterCount, $"[{model.Index}].parameters");
            html.NumberCell(model.Model.Parameters.Active is long active ? Wording.Count(active) : Wording.Unknown).Figure(Wording.Count(model.Model.ContextLength), model.Model.ContextLength, $"[{model.Index}].contextLength");
            html.Cell(model.Model.Released).Cell(model.Model.License).Close();
        }

        html.EndTable().Command(ModelFacts.ListAsked with { Line = "localrig models qwen3.5" }).Close();
    }

    private static void Which(HtmlWriter html, ModelFacts[] real, SiteFacts facts)
    {
        html.Open("section").Leaf("h2", "Which size for which device");
        html.Leaf("p", "For each device and size, the best quantization that leaves 1 GiB free beside 8,192 tokens of context, and the largest context that does. A size in italics runs partly in main memory; a dash means it doesn't run.");
        html.BeginTable("Qwen3.5 on devices many people have: quantization and largest comfortable context.", null, ["Device", .. real.Select(Size)]);
        foreach (DeviceFacts device in facts.Common)
        {
            html.Row(device.Name, Root + device.Path, device.Asked);
            foreach (ModelFacts model in real)
            {
                html.Open("td");
                if (device.ByModel.GetValueOrDefault(model.Model.Id) is Run run)
                {
                    html.Open(run.Verdict == Verdict.Comfortable ? "span" : "em").Text(run.Quant).Close();
                    if (run.Context > 0)
                    {
                        html.Empty("br").Figure(Wording.Shortly(run.Context), Wording.Exactly(run.Context), run.Path + ".comfortableContext");
                    }
                }
                else
                {
                    html.Text("–");
                }

                html.Close();
            }

            html.Close();
        }

        html.EndTable().Open("p", ("class", "ask")).Text("The same answer: ").Leaf("code", "localrig match --rig rtx-3090 --family qwen3.5").Close().Close();
    }

    private static void Quants(HtmlWriter html, ModelFacts[] real)
    {
        string[] quants = [.. real.SelectMany(m => m.Needs).Select(n => n.Quant).Distinct()];
        html.Open("section").Leaf("h2", "Memory by quantization");
        html.BeginTable("The smallest card that holds all of it with 8,192 tokens of context.", null, ["Model", .. quants.Select(q => $">{q}")]);
        foreach (ModelFacts model in real)
        {
            html.Row(model.Model.Id, Root + model.Path, model.NeedsAsked);
            foreach (string quant in quants)
            {
                QuantNeed? need = model.Needs.FirstOrDefault(n => n.Quant == quant);
                _ = need?.Of(MemoryKind.OneCard) is { } memory
                    ? html.Figure(Wording.Of(memory.Smallest), memory.Smallest.Bytes, $"quantizations[{model.Needs.IndexOf(need)}].memory[{need.Memory.IndexOf(memory)}].smallestBytes")
                    : html.NumberCell(Wording.Unknown);
            }

            html.Close();
        }

        html.EndTable().Command(real[^1].NeedsAsked).Close();
    }

    private static void Contexts(HtmlWriter html, ModelFacts[] real)
    {
        ContextMemory[] columns = [.. real.Select(m => m.Contexts).Where(c => !c.IsEmpty).DefaultIfEmpty([]).MaxBy(c => c.Length)];
        html.Open("section").Leaf("h2", "Memory by context");
        html.BeginTable("All that is allocated in Q4_K_M on one card that holds everything, by tokens of context and type of the cache.", null, ["Model", .. columns.Select(c => $">{Wording.Shortly(c.Context)} {c.Cache.Name()}")]);
        foreach (ModelFacts model in real)
        {
            html.Row(model.Model.Id, Root + model.Path);
            foreach (ContextMemory column in columns)
            {
                ContextMemory? memory = model.Contexts.FirstOrDefault(c => c.Context == column.Context && c.Cache == column.Cache);
                html.Open("td", ("class", "n"), ("data-question", memory?.Plan is null ? null : memory.Asked.Json));
                _ = memory?.Plan is { } plan ? html.Figure(Wording.Of(plan.Total), Wording.Exactly(plan.Total.Bytes), "totalBytes") : html.Text("–");
                html.Close();
            }

            html.Close();
        }

        html.EndTable();
        if (columns.Length > 0)
        {
            html.Command(real[^1].Contexts[^1].Asked);
        }

        html.Close();
    }

    private static void Invented(HtmlWriter html, ModelFacts[] invented, SiteFacts facts)
    {
        if (invented.Length == 0)
        {
            return;
        }

        html.Open("section").Leaf("h2", "Sizes that were never released");
        html.Leaf("p", "Guides name them; nobody published them. Asked for one, LocalRig says so, names its neighbours, and plans it on the shape of a real model.");
        html.BeginTable("Names without a model behind them.", null, "Name", "Released neighbours", "Planned on the shape of");
        foreach (ModelFacts model in invented)
        {
            html.Row(model.Model.Id, Root + model.Path).Open("td");
            foreach (string id in model.Model.Nearest)
            {
                _ = facts.FindModel(id) is { } near ? html.Link(Root + near.Path, id) : html.Text(id);
                html.Text(" ");
            }

            html.Close().Cell(model.Model.StandIn).Close();
        }

        html.EndTable().Open("p", ("class", "ask")).Text("The same answer: ").Leaf("code", $"localrig model {Asked.Word(invented[0].Model.Id)}").Close().Close();
    }
}
