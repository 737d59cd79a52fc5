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

        if (reckoning.Card(LargeGibibytes) is not Rig card || reckoning.OnDevices(model, quant.Name, card, claim.Context) is not MemoryPlan plan)
        {
            return Finding.Unknown(claim, $"{model.Id} in {quant.Name} can't be planned: its shape or that quantization of it is unknown.");
        }

        ByteSize need = plan.Devices[0].Total;
        ImmutableArray<Working> working = [.. new[] { named.Notice, quant.Notice }.Where(n => n.Length > 0).Select(n => new Working(n)), Reckoning.Sum(plan with { Rig = plan.Rig with { Name = "a card large enough" } })];
        string truth = $"{plan.Model.Id} {quant.Name} takes {need} ({need.Gigabytes:0.0} GB) with {plan.Effective.Context:N0} tokens of context.";
        bool missing = named is MissingModel;
        return claim.Gigabytes.Holds(need.Gigabytes, Rounding) || claim.Gigabytes.Holds(need.Gibibytes, Rounding)
                ? new Finding(claim, missing ? ClaimVerdict.Misleading : ClaimVerdict.Holds, missing ? named.Notice : truth, working, missing ? named.Notice : "")
            : need.Gibibytes > claim.Gigabytes.High
                ? new Finding(claim, ClaimVerdict.False, "It needs more.", working, truth)
                : new Finding(claim, ClaimVerdict.Misleading, "It runs in less.", working, truth);
    }
}
