using System.Collections.Immutable;
using LocalRig.Audit.Claims;
using LocalRig.Audit.Naming;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Words;

namespace LocalRig.Audit.Rules;

/// <summary>Whether keeping part of a model in main memory slows it as said: how much is kept there, and how fast that memory is, decide, so such a claim alone can't simply hold.</summary>
internal sealed class OffloadRule(ModelNames names, Reckoning reckoning, AuditKnowledge knowledge)
{
    private const string UsualCard = "rtx-4090"; // the fastest card of the 24 GB that guides offload from

    public Finding Check(OffloadClaim claim)
    {
        if (names.Find(claim.Model) is not { Models: [var model, ..] })
        {
            return ModelRules.Unknown(claim, claim.Model);
        }

        if (QuantWords.Find(claim.Quant, model) is not NamedQuant quant)
        {
            return Finding.Unknown(claim, $"LocalRig knows no quantization '{claim.Quant}'.");
        }

        string name = claim.Device.Length > 0 ? claim.Device : UsualCard;
        if (DeviceNames.Find(name) is not NamedDevice device || device.Likely.Rig(device.Count, knowledge.RigOf) is not Rig rig || reckoning.Placed(model, quant.Name, rig) is not { Forecast: { } forecast } plan)
        {
            return Finding.Unknown(claim, $"{model.Id} {quant.Name} can't be forecast on {name}.");
        }

        Interval likely = new(forecast.Decode.Low, forecast.Decode.High);
        ImmutableArray<Working> working =
        [
            .. quant.Notice.Length > 0 ? [new Working(quant.Notice)] : Array.Empty<Working>(),
            new($"{model.Id} {quant.Name} on {plan.Rig.Name}{(plan.Spills ? ", part of it in main memory" : ", all of it on the device")}: {forecast.Decode.TokensPerSecond:0.0} tokens/s (four in five between {likely.Low:0.0} and {likely.High:0.0}).", "forecast, docs/speed.md"),
        ];
        string depends = $"How much stays in main memory and how fast that is decide; {(claim.Device.Length > 0 ? "" : "no card is named. ")}{model.Id} {quant.Name} on {plan.Rig.Name}: about {forecast.Decode.TokensPerSecond:0.0} tokens/s.";
        return claim.Device.Length == 0 || !plan.Spills ? new Finding(claim, ClaimVerdict.Depends, depends, working, depends)
            : claim.After.Low > forecast.Decode.Ceiling ? new Finding(claim, ClaimVerdict.False, $"At most {forecast.Decode.Ceiling:0.#} tokens/s.", working, depends)
            : claim.After.Overlaps(likely) ? new Finding(claim, ClaimVerdict.Holds, depends, working)
            : new Finding(claim, ClaimVerdict.Depends, depends, working, depends);
    }
}
