using System.Collections.Immutable;
using LocalRig.Audit.Claims;
using LocalRig.Audit.Naming;
using LocalRig.Catalog;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Words;

namespace LocalRig.Audit.Rules;

/// <summary>Whether several devices answer so many times as fast as one: the same model forecast on one and on all.</summary>
internal sealed class SeveralDevicesRule(ModelNames names, Reckoning reckoning, AuditKnowledge knowledge)
{
    // The forecast for several cards is good to about a tenth where it was compared with measurements (docs/speed.md).
    private const double Rounding = 0.1;

    public Finding Check(SeveralDevicesClaim claim)
    {
        if (DeviceNames.Find(claim.Device) is not NamedDevice device || device.IsHost)
        {
            return Finding.Unknown(claim, DeviceNames.Unknown(claim.Device));
        }

        DeviceVersion version = device.Likely;
        if (claim.Count is < 2 or > 64 || version.Rig(1, knowledge.RigOf) is not Rig one || version.Rig(claim.Count, knowledge.RigOf) is not Rig several)
        {
            return Finding.Unknown(claim, $"{claim.Count} x {version.Id} is no rig.");
        }

        MemoryPlan? alone = Models(claim, version).Select(m => reckoning.Placed(m, QuantWords.Common, one)).OfType<MemoryPlan>().FirstOrDefault(p => p.Verdict == Verdict.Comfortable && !p.Spills);
        MemoryPlan? together = alone is null ? null : reckoning.Placed(knowledge.Models.Get(alone.Model.Id), QuantWords.Common, several);
        if (alone?.Forecast is null || together?.Forecast is null)
        {
            return Finding.Unknown(claim, $"No model was found that runs on one {version.Id} and can be compared.");
        }

        double times = together.Forecast.Decode.TokensPerSecond / alone.Forecast.Decode.TokensPerSecond;
        ImmutableArray<Working> working =
        [
            new($"{alone.Model.Id} {alone.Model.QuantName}: {alone.Forecast.Decode.TokensPerSecond:0.0} tokens/s on one {version.Id}, {together.Forecast.Decode.TokensPerSecond:0.0} on {claim.Count} with layers divided (llama.cpp's default): {times:0.00} times.", "forecast, docs/speed.md"),
            new("Divided by layers, the cards take turns at every token: memory adds up, reading doesn't. Sharing each matrix (tensor parallel) gains, and loses part of it to the link."),
        ];
        string truth = $"About {times:0.00} times one card's speed with layers divided; {claim.Count} x {version.Memory.Gibibytes:0.#} GiB of memory.";
        return claim.Times.Holds(times, Rounding) ? new Finding(claim, ClaimVerdict.Holds, truth, working) : new Finding(claim, ClaimVerdict.False, "Several cards buy memory, not that speed.", working, truth);
    }

    private IEnumerable<CatalogModel> Models(SeveralDevicesClaim claim, DeviceVersion version) =>
        (claim.Model.Length > 0 ? names.Find(claim.Model) : names.Find("any model"))?.Models.Where(m => claim.Model.Length > 0 || m.SizeOf(Common) < version.Memory).Reverse() ?? [];

    private static Quantization.QuantRecipe Common => Quantization.QuantRecipe.TryParse(QuantWords.Common, out Quantization.QuantRecipe? recipe) ? recipe : throw new InvalidOperationException("The common recipe is known.");
}
