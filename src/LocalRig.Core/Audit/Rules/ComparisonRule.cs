using System.Collections.Immutable;
using LocalRig.Audit.Claims;
using LocalRig.Audit.Naming;
using LocalRig.Catalog;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Words;

namespace LocalRig.Audit.Rules;

/// <summary>Whether one device has so many times another's bandwidth, or answers so many times as fast: data sheets, or the same model forecast on both.</summary>
internal sealed class ComparisonRule(ModelNames names, Reckoning reckoning, AuditKnowledge knowledge)
{
    private const double Rounding = 0.05;
    private const double SpeedRounding = 0.15; // two forecasts' errors; most of each is shared

    public Finding Check(ComparisonClaim claim)
    {
        if (DeviceNames.Find(claim.Device) is not NamedDevice one || DeviceNames.Find(claim.Other) is not NamedDevice other)
        {
            return Finding.Unknown(claim, DeviceNames.Unknown(DeviceNames.Find(claim.Device) is null ? claim.Device : claim.Other));
        }

        return claim.Model.Length > 0 ? Speed(claim, one, other) : Judge(
            claim, Rounding, [.. one.Versions.SelectMany(a => other.Versions.Select(b => a.BandwidthGigabytes / b.BandwidthGigabytes)).Where(double.IsFinite)],
            [Sheet(one), Sheet(other)], "bandwidth");
    }

    private static Working Sheet(NamedDevice device) =>
        new($"{device.Text}: {string.Join(" or ", device.Versions.Select(v => $"{v.BandwidthGigabytes:0.#}").Distinct())} GB/s.", device.Likely.Source);

    private Finding Speed(ComparisonClaim claim, NamedDevice one, NamedDevice other)
    {
        if (names.Find(claim.Model) is not { Models: [var model, ..] } || Rate(model, one) is not double fast || Rate(model, other) is not double slow || slow <= 0)
        {
            return Finding.Unknown(claim, $"'{claim.Model}' can't be forecast on both.");
        }

        return Judge(claim, SpeedRounding, [fast / slow], [new Working($"{model.Id} {QuantWords.Common}: {fast:0.0} tokens/s on {one.Likely.Id}, {slow:0.0} on {other.Likely.Id}.", "forecast, docs/speed.md")], "speed");
    }

    private double? Rate(CatalogModel model, NamedDevice device) =>
        device.Likely.Rig(device.Count, knowledge.RigOf) is Rig rig && reckoning.Placed(model, QuantWords.Common, rig) is { Forecast: { } forecast, Spills: false } ? forecast.Decode.TokensPerSecond : null;

    private static Finding Judge(ComparisonClaim claim, double rounding, ImmutableArray<double> real, ImmutableArray<Working> working, string what)
    {
        if (real.IsEmpty)
        {
            return Finding.Unknown(claim, $"The {what} of one of them is unknown.");
        }

        int right = real.Count(r => claim.Times.Holds(r, rounding));
        string truth = $"{string.Join(" or ", real.Select(r => $"{r:0.0}").Distinct())} times the {what}.";
        return right == real.Length ? new Finding(claim, ClaimVerdict.Holds, truth, working)
            : right > 0 ? new Finding(claim, ClaimVerdict.Depends, "True of some versions of them.", working, truth)
            : new Finding(claim, ClaimVerdict.False, truth, working, truth);
    }
}
