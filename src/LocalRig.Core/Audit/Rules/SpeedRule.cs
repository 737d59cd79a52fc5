using System.Collections.Immutable;
using LocalRig.Audit.Claims;
using LocalRig.Audit.Naming;
using LocalRig.Catalog;
using LocalRig.Evidence;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Words;

namespace LocalRig.Audit.Rules;

/// <summary>Whether a model answers as fast as said: the physical ceiling, the forecast's interval and measurements, for every model and version that may be meant.</summary>
internal sealed class SpeedRule(ModelNames names, Reckoning reckoning, AuditKnowledge knowledge)
{
    private const int ReachingShown = 2;
    private const int OutcomesShown = 6;
    private const int ModelsOfASize = 3; // the one of that name and the next two; more say the same again

    public Finding Check(SpeedClaim claim)
    {
        if (names.Find(claim.Model) is not { Models.IsEmpty: false } named)
        {
            return ModelRules.Unknown(claim, claim.Model);
        }

        if (QuantWords.Find(claim.Quant, named.Models[0]) is not NamedQuant quant)
        {
            return Finding.Unknown(claim, $"LocalRig knows no quantization '{claim.Quant}'.");
        }

        if (DeviceClass.Find(claim.Device) is not NamedDevice device)
        {
            return Finding.Unknown(claim, DeviceNames.Unknown(claim.Device));
        }

        ImmutableArray<DeviceVersion> versions = [.. device.Versions.GroupBy(v => v.Id).Select(g => g.Last())];
        ImmutableArray<SpeedOutcome> outcomes =
        [
            .. from version in versions
               let rig = version.Rig(device.Count, knowledge.RigOf)
               where rig is not null
               from model in named is SizeClass ? named.Models.Take(ModelsOfASize) : named.Models
               let plan = reckoning.Placed(model, quant.Name, rig, claim.Context)
               where plan is not null && plan.Verdict.Runs() && plan.Forecast is not null && !(named is VagueModel && plan.Spills)
               select SpeedOutcome.Of(claim.TokensPerSecond, version, device.Count, plan, claim.Context is null or <= SpeedOutcome.ShallowDepth),
        ];
        return outcomes.IsEmpty
            ? new Finding(claim, ClaimVerdict.False, $"{named.Models[0].Id} {quant.Name} doesn't fit {device.Text} at all.", [.. new[] { named.Notice, quant.Notice }.Where(n => n.Length > 0).Select(n => new Working(n))])
            : Judge(claim, named, quant, device, outcomes);
    }

    private Finding Judge(SpeedClaim claim, NamedModel named, NamedQuant quant, NamedDevice device, ImmutableArray<SpeedOutcome> outcomes)
    {
        ImmutableArray<SpeedOutcome> right = [.. outcomes.Where(o => o.Kind == SpeedOutcomeKind.Holds)];
        ImmutableArray<SpeedOutcome> wrong = [.. outcomes.Where(o => o.Kind is SpeedOutcomeKind.Contradicted or SpeedOutcomeKind.Impossible)];
        bool impossible = wrong.Length == outcomes.Length && wrong.All(o => o.Kind == SpeedOutcomeKind.Impossible);
        ImmutableArray<Working> working =
        [
            .. new[] { named.Notice, quant.Notice, device.IsSold ? "" : $"{device.Text} was never sold; reckoned with {string.Join(", ", device.Versions.Select(v => v.Words))}." }.Where(n => n.Length > 0).Select(n => new Working(n)),
            .. named is VagueModel ? Spread(outcomes) : outcomes.SelectMany(o => o.Working(claim.TokensPerSecond)),
        ];
        return impossible
                ? new Finding(claim, ClaimVerdict.False, $"Physically impossible: at most {wrong.Max(o => o.Rate.Ceiling):0.#} tokens/s.", working, Truth(claim, outcomes))
            : right.IsEmpty && wrong.IsEmpty
                ? new Finding(claim, ClaimVerdict.Unsupported, "Outside four in five of what is measured on such hardware, yet possible.", working, Truth(claim, outcomes))
            : right.IsEmpty ? new Finding(claim, ClaimVerdict.False, Reason(claim, outcomes), working, Truth(claim, outcomes))
            : wrong.IsEmpty && named is not MissingModel && device.IsSold ? new Finding(claim, ClaimVerdict.Holds, $"Forecast and claim agree for {Names(right)}.", working)
            : wrong.IsEmpty ? new Finding(claim, ClaimVerdict.Misleading, named is MissingModel ? named.Notice : $"{device.Text} was never sold.", working, Truth(claim, outcomes))
            : new Finding(claim, DeviceClass.Is(claim.Device) ? ClaimVerdict.Depends : ClaimVerdict.Misleading, "It holds only under a condition the claim leaves out.", working, named is VagueModel ? Condition(right, wrong, quant) : $"True of {Names(right)}; not of {Names(wrong)}.");
    }

    /// <summary>Many models in one line, smallest first.</summary>
    private static IEnumerable<Working> Spread(ImmutableArray<SpeedOutcome> outcomes) =>
        [
            new Working(
                $"{outcomes[0].Version.Id}, {outcomes[0].Version.BandwidthGigabytes:0.#} GB/s, tokens/s by forecast (four in five between), ceiling: "
                    + string.Join("; ", outcomes.Select(o => $"{o.Plan.Model.Id} {o.Rate.TokensPerSecond:0} ({o.Rate.Low:0}–{o.Rate.High:0}), {o.Rate.Ceiling:0}")) + ".",
                outcomes[0].Version.Source),
        ];

    /// <summary>The sizes it is true of.</summary>
    private static string Condition(ImmutableArray<SpeedOutcome> right, ImmutableArray<SpeedOutcome> wrong, NamedQuant quant)
    {
        long most = right.Max(Parameters);
        ImmutableArray<SpeedOutcome> larger = [.. wrong.Where(o => Parameters(o) > most)];
        ImmutableArray<SpeedOutcome> smaller = [.. wrong.Where(o => Parameters(o) <= most)];
        string above = larger.IsEmpty ? "" : $" Larger ones are slower: {string.Join(", ", larger.Take(ReachingShown).Concat(larger.TakeLast(1)).Distinct().Select(o => o.Short))}.";
        string below = smaller.IsEmpty ? "" : $" Not of {string.Join(", ", smaller.Take(ReachingShown).Select(o => o.Short))}.";
        return $"True of dense models up to {most / 1e9:0.0} billion parameters in {quant.Name} with llama.cpp.{above}{below}";
    }

    private static long Parameters(SpeedOutcome outcome) => outcome.Plan.Model.Tensors.Tensors.Sum(t => t.Shape.Elements);

    private static string Reason(SpeedClaim claim, ImmutableArray<SpeedOutcome> outcomes) =>
        outcomes.All(o => claim.TokensPerSecond.High < o.Rate.Low) ? "It is faster than said." : outcomes.All(o => claim.TokensPerSecond.Low > o.Rate.High) ? "It is slower than said." : "Forecast and measurements contradict it.";

    /// <summary>What it really does there, and what does reach the rate said.</summary>
    private string Truth(SpeedClaim claim, ImmutableArray<SpeedOutcome> outcomes)
    {
        string real = string.Join("; ", outcomes.Take(OutcomesShown).Select(o => o.ToString()));
        SpeedOutcome best = outcomes.MaxBy(o => o.Rate.Ceiling)!;
        if (claim.TokensPerSecond.Low <= best.Rate.High)
        {
            return real + ".";
        }

        string others = string.Join(", ", reckoning.Answering(best.Plan, Bandwidth(best), claim.TokensPerSecond.Low, ReachingShown).Select(m => $"{m.Id} (about {m.TokensPerSecond:0})"));
        return $"{real}.{(others.Length > 0 ? $" What does reach {claim.TokensPerSecond.Low:0.#} on {best.Plan.Rig.Name}: {others}." : "")}";
    }

    private static double Bandwidth(SpeedOutcome outcome) => outcome.Version.BandwidthGigabytes * Math.Max(1, outcome.Plan.Rig.Devices.Length);

    private static string Names(ImmutableArray<SpeedOutcome> outcomes)
    {
        string shown = string.Join(", ", outcomes.Take(OutcomesShown).Select(o => o.Short));
        return outcomes.Length > OutcomesShown ? $"{shown} and {outcomes.Length - OutcomesShown} more" : shown;
    }
}
