using System.Collections.Immutable;
using LocalRig.Advice;
using LocalRig.Advice.Needs;
using LocalRig.Catalog;
using LocalRig.Contract;
using LocalRig.Engines;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Quantization;
using LocalRig.Questions;
using LocalRig.Rigs;
using LocalRig.Workloads;

namespace LocalRig.Site.Facts;

/// <summary>Asks what a model needs.</summary>
/// <param name="desk">The desk to ask.</param>
internal sealed class ModelFinder(Desk desk)
{
    private const string LargeCard = "gpu:1024GB"; // larger than any model of the catalogue with any context
    private const string Usual = "Q4_K_M"; // what most people run; `needs` takes the same

    private static readonly int[] Contexts = [4096, 8192, 32768, 131072];
    private static readonly TensorType[] Caches = [TensorType.F16, TensorType.Q8_0];

    private readonly IEngine _engine = desk.Engines.Find(null);

    /// <summary>A model's facts.</summary>
    /// <param name="model">The model.</param>
    /// <param name="slug">Its part of addresses.</param>
    /// <param name="index">Its place in the catalogue's answer.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<ModelFacts> FindAsync(CatalogModel model, string slug, int index, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        (ImmutableArray<QuantNeed> needs, string refusal) = Needs(model);
        string? usual = needs.FirstOrDefault(n => n.Quant == Usual)?.Quant ?? needs.FirstOrDefault()?.Quant;
        return new ModelFacts(model, slug)
        {
            Index = index,
            Needs = needs,
            Refusal = refusal,
            UsualQuant = usual,
            Contexts = usual is null ? [] : await ContextsAsync(model, usual).ConfigureAwait(false),
            Rank = await desk.AskAsync(AskRank.Question, new RankRequest(model.Id), cancellation: cancellation).ConfigureAwait(false),
        };
    }

    /// <summary>The memory `needs` answers, without the machines it looks for besides.</summary>
    private (ImmutableArray<QuantNeed> Needs, string Refusal) Needs(CatalogModel model)
    {
        try
        {
            QuantLadder ladder = QuantLadder.Of(model);
            NeedsAdvisor advisor = new(_engine.Remembering(), new PlanQuestion(), null);
            return ([.. ladder.Rungs.Select(r => advisor.Memory(ladder.InQuant(r.Name)))], ladder.Rungs.IsEmpty ? "llama-quantize can make none of the common quantizations of it." : "");
        }
        catch (Exception refused) when (refused is EngineException or CatalogException)
        {
            return ([], refused.Message);
        }
    }

    private async Task<ImmutableArray<ContextMemory>> ContextsAsync(CatalogModel model, string quant)
    {
        List<ContextMemory> found = [];
        foreach (TensorType cache in Caches)
        {
            foreach (int context in Contexts.Where(c => model.ContextLength == 0 || c <= model.ContextLength))
            {
                found.Add(await ContextAsync(model, quant, context, cache).ConfigureAwait(false));
            }
        }

        return [.. found];
    }

    private async Task<ContextMemory> ContextAsync(CatalogModel model, string quant, int context, TensorType cache)
    {
        string name = cache.Name();
        Asked asked = Asked.Of(
            $"localrig plan {Asked.Word(model.Id)} --quant {quant} --rig {LargeCard} -ngl all -c {context} -ctk {name} -ctv {name}",
            "plan", ("model", model.Id), ("quant", quant), ("rig", LargeCard), ("gpuLayers", "all"), ("ctx", context), ("cacheTypeK", name), ("cacheTypeV", name));
        PlanQuestion question = new()
        {
            Workload = new Workload { Context = context, CacheTypeK = cache, CacheTypeV = cache },
            Placement = new PlacementRequest { GpuLayers = LayerChoice.All },
        };
        try
        {
            PlanRequest request = new() { Model = model.Id, Quant = quant, Rig = new NamedRig(LargeCard), Question = question };
            return new ContextMemory(context, cache, await desk.AskAsync(AskPlan.Question, request).ConfigureAwait(false), asked);
        }
        catch (RequestException)
        {
            return new ContextMemory(context, cache, null, asked);
        }
    }
}
