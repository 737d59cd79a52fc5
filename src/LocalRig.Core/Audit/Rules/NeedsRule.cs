using System.Collections.Immutable;
using LocalRig.Audit.Claims;
using LocalRig.Audit.Naming;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Audit.Rules;

/// <summary>Whether a model needs the memory said: the plan's total on a card large enough.</summary>
internal sealed class NeedsRule(ModelNames names, Reckoning reckoning)
{
    // Guides round, and leave out a driver's few hundred MiB or take them in.
    private const double Rounding = 0.15;
    private const double WeightsRounding = 0.05; // the recipe's bytes are exact; guides round
    private const int ModelsOfASize = 3;
    private const double LargeGibibytes = 4096; // larger than any model of the catalogue

    public Finding Check(NeedsClaim claim)
    {
        if (names.Find(claim.Model) is not { Models: [var model, ..] } named)
        {
            return ModelRules.Unknown(claim, claim.Model);
        }

        if (QuantWords.Find(claim.Quant, model) is not NamedQuant quant)
        {
            return Finding.Unknown(claim, $"LocalRig knows no quantization '{claim.Quant}'.");
        }

        ImmutableArray<MemoryPlan> plans = reckoning.Card(LargeGibibytes) is not Rig card
            ? []
            : [.. (named is SizeClass ? named.Models.Take(ModelsOfASize) : named.Models.Take(1)).Select(m => reckoning.OnDevices(m, quant.Name, card, claim.Context)).OfType<MemoryPlan>()];
        return plans.IsEmpty ? Finding.Unknown(claim, $"{model.Id} in {quant.Name} can't be planned: its shape or that quantization of it is unknown.") : Judge(claim, named, quant, plans);
    }

    private static Finding Judge(NeedsClaim claim, NamedModel named, NamedQuant quant, ImmutableArray<MemoryPlan> plans)
    {
        ImmutableArray<Working> working =
        [
            .. new[] { named.Notice, quant.Notice }.Where(n => n.Length > 0).Select(n => new Working(n)),
            .. plans.Select(p => Reckoning.Sum(p with { Rig = p.Rig with { Name = "a card large enough" } })),
        ];
        string truth = string.Join("; ", plans.Select(p => $"{p.Model.Id} {p.Model.QuantName} takes {p.Devices[0].Total} ({p.Devices[0].Total.Gigabytes:0.0} GB) with {p.Effective.Context:N0} tokens of context")) + ".";
        ImmutableArray<ClaimVerdict> verdicts = [.. plans.Select(p => Of(claim.Gigabytes, p))];
        ImmutableArray<MemoryPlan> right = [.. plans.Where((_, i) => verdicts[i] == ClaimVerdict.Holds)];
        return right.Length == plans.Length && named is not MissingModel ? new Finding(claim, ClaimVerdict.Holds, truth, working)
            : right.Length == plans.Length ? new Finding(claim, ClaimVerdict.Misleading, named.Notice, working, named.Notice)
            : right.Length > 0 ? new Finding(claim, ClaimVerdict.Depends, $"True of {string.Join(", ", right.Select(p => p.Model.Id))}, not of {string.Join(", ", plans.Except(right).Select(p => p.Model.Id))}.", working, truth)
            : verdicts.All(v => v == ClaimVerdict.False) ? new Finding(claim, ClaimVerdict.False, "It needs more.", working, truth)
            : plans.All(p => p.Devices[0].Total.Gibibytes > claim.Gigabytes.High) ? new Finding(claim, ClaimVerdict.Misleading, "That is about the weights alone; cache and scratch come on top.", working, truth)
            : new Finding(claim, ClaimVerdict.Misleading, "It runs in less.", working, truth);
    }

    /// <summary>One model: right, too much, the weights alone, or too little even for those.</summary>
    private static ClaimVerdict Of(Interval claimed, MemoryPlan plan)
    {
        ByteSize need = plan.Devices[0].Total;
        return claimed.High < plan.Devices[0].Parts.Weights.Gibibytes * (1 - WeightsRounding) ? ClaimVerdict.False
            : claimed.Holds(need.Gigabytes, Rounding) || claimed.Holds(need.Gibibytes, Rounding) ? ClaimVerdict.Holds
            : ClaimVerdict.Misleading;
    }
}
