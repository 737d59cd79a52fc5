using System.Collections.Immutable;
using LocalRig.Audit.Claims;
using LocalRig.Audit.Naming;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Words;

namespace LocalRig.Audit.Rules;

/// <summary>Layers: how many a model has, and how many of them a machine's graphics memory takes beside the cache and scratch they bring along.</summary>
internal sealed class LayersRule(ModelNames names, Reckoning reckoning, AuditKnowledge knowledge)
{
    private const double Round = 0.15; // guides leave a few layers' room; a sixth less than fits is another advice

    /// <summary>Whether a model has so many layers.</summary>
    public static Finding Count(LayerCountClaim claim, ModelNames names)
    {
        if (names.Find(claim.Model) is not { Models: [{ Architecture: not null } model, ..] } named)
        {
            return ModelRules.Unknown(claim, claim.Model);
        }

        ImmutableArray<(string Id, int Layers)> counts = [.. (named is SizeClass size ? size.Named : [model]).Where(m => m.Architecture is not null).Select(m => (m.Id, m.Architecture!.Layers.Length))];
        ImmutableArray<(string Id, int Layers)> right = [.. counts.Where(c => claim.Layers.Holds(c.Layers))];
        string truth = string.Join(", ", counts.Take(Shown).Select(c => $"{c.Id} has {c.Layers}")) + ".";
        ImmutableArray<Working> working = [new(truth, model.Sources.GetValueOrDefault("config", ""))];
        return right.Length == counts.Length ? new Finding(claim, ClaimVerdict.Holds, truth, working)
            : right.IsEmpty ? new Finding(claim, ClaimVerdict.False, truth, working, truth)
            : new Finding(claim, ClaimVerdict.Depends, $"True of {string.Join(", ", right.Take(Shown).Select(c => c.Id))}, not of {string.Join(", ", counts.Except(right).Take(Shown).Select(c => c.Id))}.", working, truth);
    }

    /// <summary>Whether so many layers fit.</summary>
    public Finding Check(LayersFitClaim claim)
    {
        if (names.Find(claim.Model) is not { Models: [var model, ..] })
        {
            return ModelRules.Unknown(claim, claim.Model);
        }

        if (QuantWords.Find(claim.Quant, model) is not NamedQuant quant)
        {
            return Finding.Unknown(claim, $"LocalRig knows no quantization '{claim.Quant}'.");
        }

        Rig? rig = claim.Device.Length == 0 ? claim.Gigabytes is { High: > 0 and < 1 << 20 } memory ? reckoning.Card(memory.High) : null : DeviceClass.Find(claim.Device) is { IsHost: false } device ? device.Likely.Rig(device.Count, knowledge.RigOf) : null;
        if (rig is null)
        {
            return Finding.Unknown(claim, claim.Device.Length > 0 ? DeviceNames.Unknown(claim.Device) : "Neither a machine nor its memory is named.");
        }

        return reckoning.Layers(model, quant.Name, rig, claim.Context) is MemoryPlan plan ? Judge(claim, plan) : Finding.Unknown(claim, $"{model.Id} in {quant.Name} can't be planned: its shape or that quantization of it is unknown.");
    }

    private const int Shown = 4;

    private static Finding Judge(LayersFitClaim claim, MemoryPlan plan)
    {
        int most = Math.Min(plan.Placement.GpuLayers, plan.OffloadableLayers);
        string truth = $"{plan.Model.Id} {plan.Model.QuantName}: {most} of {plan.OffloadableLayers} layers (the output counted) fit {plan.Rig.Name} with {plan.Effective.Context:N0} tokens of context.";
        ImmutableArray<Working> working = [Reckoning.Sum(plan)];
        return claim.Layers.Low > most ? new Finding(claim, ClaimVerdict.False, "Fewer fit.", working, truth)
            : claim.Layers.High < most * (1 - Round) ? new Finding(claim, ClaimVerdict.Misleading, "More fit.", working, truth)
            : new Finding(claim, ClaimVerdict.Holds, truth, working);
    }
}
