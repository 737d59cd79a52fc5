using System.Collections.Immutable;
using LocalRig.Advice;
using LocalRig.Audit.Claims;
using LocalRig.Audit.Naming;
using LocalRig.Catalog;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Words;

namespace LocalRig.Audit.Rules;

/// <summary>Whether a model runs within a machine's memory: a real plan on every version of the machine that may be meant.</summary>
internal sealed class FitsRule(ModelNames names, Reckoning reckoning, AuditKnowledge knowledge)
{
    private const int ModelsOfASize = 3; // the one of that name and the next two; more say the same again

    public Finding Check(FitsClaim claim)
    {
        if (names.Find(claim.Model) is not { Models: [var model, ..] } named)
        {
            return ModelRules.Unknown(claim, claim.Model);
        }

        if (QuantWords.Find(claim.Quant, model) is not NamedQuant quant)
        {
            return Finding.Unknown(claim, $"LocalRig knows no quantization '{claim.Quant}'.");
        }

        ImmutableArray<Rig> rigs = Rigs(claim, out string trouble);
        if (rigs.IsEmpty)
        {
            return Finding.Unknown(claim, trouble);
        }

        ImmutableArray<CatalogModel> models = named is SizeClass size ? [.. size.Named.Take(ModelsOfASize)] : [model];
        ImmutableArray<MemoryPlan> plans = [.. from m in models from r in rigs select reckoning.OnDevices(m, quant.Name, r, claim.Context) into plan where plan is not null select plan];
        return plans.IsEmpty
            ? Finding.Unknown(claim, $"{model.Id} in {quant.Name} can't be planned: its shape or that quantization of it is unknown.")
            : Judge(claim, named, quant, plans, trouble);
    }

    private Finding Judge(FitsClaim claim, NamedModel named, NamedQuant quant, ImmutableArray<MemoryPlan> plans, string trouble)
    {
        ImmutableArray<MemoryPlan> agree = [.. plans.Where(p => Agrees(p.Verdict, claim.Ease))];
        ImmutableArray<MemoryPlan> against = [.. plans.Except(agree)];
        ClaimVerdict verdict = against.IsEmpty && named is not MissingModel && trouble.Length == 0 ? ClaimVerdict.Holds
            : agree.IsEmpty && against.All(p => Contradicts(p.Verdict, claim.Ease)) ? ClaimVerdict.False
            : agree.Length > 0 && trouble.Length == 0 && (DeviceClass.Is(claim.Device) || !agree.Any(p => against.Any(o => o.Model.Id == p.Model.Id))) ? ClaimVerdict.Depends
            : ClaimVerdict.Misleading;
        ImmutableArray<Working> working =
        [
            .. Notes(named, quant, trouble),
            .. plans.Select(Reckoning.Sum),
            .. agree.Where(p => p.Verdict == Verdict.Comfortable).Take(1).Select(p => new Working($"Largest context with {p.Margin} to spare: {reckoning.ComfortableContext(p):N0} tokens.")),
        ];
        string reason = against.IsEmpty ? named is MissingModel ? $"{named.Notice} The shape it was reckoned with: {Word(plans[0], claim)}." : $"{(trouble.Length > 0 ? trouble + " " : "")}{plans[0].Model.Id} {plans[0].Model.QuantName}: {Word(plans[0], claim)}."
            : agree.IsEmpty ? $"{plans[0].Model.Id} {quant.Name} {Reckoning.Word(plans.MinBy(p => p.Verdict)!.Verdict)}."
            : $"True of {Names(agree, plans)}, not of {Names(against, plans)}.";
        return new Finding(claim, verdict, reason, working, verdict == ClaimVerdict.Holds ? "" : Correction(named, quant, plans.MinBy(p => p.Verdict)!, claim).Trim());
    }

    /// <summary>The machines of some plans; the models with them where they differ.</summary>
    private static string Names(ImmutableArray<MemoryPlan> some, ImmutableArray<MemoryPlan> all)
    {
        bool models = all.Any(p => p.Model.Id != all[0].Model.Id);
        bool rigs = all.Any(p => p.Rig.Name != all[0].Rig.Name);
        return string.Join(", ", some.Select(p => !models ? p.Rig.Name : rigs ? $"{p.Model.Id} on {p.Rig.Name}" : p.Model.Id).Distinct());
    }

    private static string Word(MemoryPlan plan, FitsClaim claim) =>
        claim.Ease == Ease.Tight && plan.Verdict == Verdict.Comfortable ? "it fits with more room than said" : Reckoning.Word(plan.Verdict);

    private static bool Agrees(Verdict verdict, Ease ease) =>
        ease switch
        {
            Ease.Comfortable => verdict == Verdict.Comfortable,
            Ease.Fails => verdict is Verdict.DoesNotFit or Verdict.Spills,
            _ => verdict is Verdict.Comfortable or Verdict.Tight,
        };

    /// <summary>"Comfortable" of something tight is too rosy, not wrong.</summary>
    private static bool Contradicts(Verdict verdict, Ease ease) => ease == Ease.Fails || verdict is Verdict.DoesNotFit or Verdict.Spills;

    private static IEnumerable<Working> Notes(NamedModel named, NamedQuant quant, string trouble)
    {
        if (named.Notice.Length > 0)
        {
            yield return new Working(named.Notice + (named is MissingModel { StandIn: { } stand } ? $" Reckoned with the shape of {(stand.StandIn.Length > 0 ? stand.StandIn : stand.Id)}." : ""));
        }

        if (quant.Notice.Length > 0)
        {
            yield return new Working(quant.Notice);
        }

        if (trouble.Length > 0)
        {
            yield return new Working(trouble);
        }
    }

    /// <summary>The machines a claim may mean; <paramref name="trouble"/> says why none is known, or that the one named was never sold.</summary>
    private ImmutableArray<Rig> Rigs(FitsClaim claim, out string trouble)
    {
        trouble = "";
        if (claim.Device.Length == 0)
        {
            // "64 GB or more": the least of them must do.
            double most = claim.Gigabytes is Interval said ? double.IsInfinity(said.High) ? said.Low : said.High : 0;
            Rig? card = most is > 0 and < 1 << 20 ? reckoning.Card(most) : null;
            trouble = card is null ? claim.Gigabytes is Interval none ? $"{none} GB is no machine's memory." : "Neither a machine nor its memory is named." : "";
            return card is null ? [] : [card];
        }

        if (DeviceClass.Find(claim.Device) is not NamedDevice device)
        {
            trouble = DeviceNames.Unknown(claim.Device);
            return [];
        }

        if (!device.IsSold)
        {
            trouble = $"{device.Text} was never sold; reckoned with {device.Likely.Words}.";
            return device.Likely.Rig(device.Count, knowledge.RigOf) is Rig likely ? [likely] : [];
        }

        ImmutableArray<DeviceVersion> meant = [.. device.Versions.Where(v => claim.Gigabytes is Interval memory && memory.Holds(v.Memory.Gibibytes * device.Count))];
        IEnumerable<DeviceVersion> versions = (meant.IsEmpty ? device.Made : meant).GroupBy(v => v.Memory).Select(g => g.MaxBy(v => v.BandwidthGigabytes)!);
        return [.. versions.Select(v => v.Rig(device.Count, knowledge.RigOf)).OfType<Rig>()];
    }

    /// <summary>What does fit there: a real model in its place, a smaller quantization, else the family's largest model that does.</summary>
    private string Correction(NamedModel named, NamedQuant quant, MemoryPlan best, FitsClaim claim)
    {
        if (named is MissingModel missing)
        {
            return string.Join(" ", missing.Nearest.Select(m => Short(reckoning.OnDevices(m, quant.Name, best.Rig, claim.Context))).Where(s => s.Length > 0));
        }

        if (best.Verdict is Verdict.Comfortable or Verdict.Tight)
        {
            return Short(best);
        }

        CatalogModel model = named.Models[0];
        ByteSize room = Reckoning.Room(best);
        MemoryPlan? smaller = QuantLadder.Of(model).Below(room).Where(r => reckoning.MayFit(model, r.Name, best.Rig, claim.Context)).Select(r => reckoning.OnDevices(model, r.Name, best.Rig, claim.Context)).OfType<MemoryPlan>().FirstOrDefault(Fits);
        string spilled = ModelNames.IsMixture(model) && best.Rig.Devices is [{ SharesHostMemory: false }, ..] && reckoning.Placed(model, quant.Name, best.Rig) is { Spills: true, Verdict: Verdict.Spills, Forecast: { } forecast }
            ? $" With experts in main memory ({best.Rig.Host.Memory.Gibibytes:0} GiB reckoned with) {model.Id} {quant.Name} runs, at about {forecast.Decode.TokensPerSecond:0} tokens/s."
            : "";
        return spilled.TrimStart() + (spilled.Length > 0 ? " " : "") + Short(smaller ?? names.Family(model.Family).Reverse().Select(m => m.Architecture is null || !reckoning.MayFit(m, quant.Name, best.Rig, claim.Context) ? null : reckoning.OnDevices(m, quant.Name, best.Rig, claim.Context)).OfType<MemoryPlan>().FirstOrDefault(Fits));
    }

    private static bool Fits(MemoryPlan plan) => plan.Verdict is Verdict.Comfortable or Verdict.Tight;

    private static string Short(MemoryPlan? plan) =>
        plan is null ? "" : $"{plan.Model.Id} {plan.Model.QuantName} takes {Reckoning.Taken(plan)} of {Reckoning.Room(plan)} on {plan.Rig.Name}: {Reckoning.Word(plan.Verdict)}.";
}
