using System.Collections.Immutable;
using LocalRig.Advice;
using LocalRig.Audit.Claims;
using LocalRig.Prices;
using LocalRig.Words;

namespace LocalRig.Audit.Rules;

/// <summary>Whether a device costs what is said: dated claims of others side by side; old ones count, but only for their time.</summary>
internal static class PriceRule
{
    public static Finding Check(PriceOfClaim claim, AuditKnowledge knowledge)
    {
        if (DeviceNames.Find(claim.Device) is not NamedDevice device)
        {
            return Finding.Unknown(claim, DeviceNames.Unknown(claim.Device));
        }

        if (!Currency.TryParse(claim.Currency, out Currency currency))
        {
            return Finding.Unknown(claim, $"'{claim.Currency}' is no currency.");
        }

        ImmutableArray<DatedClaim> known =
        [
            .. device.Versions.Select(v => v.Id).Distinct().SelectMany(id => knowledge.Prices.Of(id, knowledge.Today).Claims)
                .Where(c => c.Claim.Range.Currency == currency && Same(c.Claim.Condition, claim.Condition)),
        ];
        if (known.IsEmpty)
        {
            return new Finding(claim, ClaimVerdict.Unsupported, $"LocalRig carries no {(claim.Condition.Length > 0 ? claim.Condition + " " : "")}price of {device.Text} in {currency}.", []);
        }

        Interval each = claim.Amount * (1.0 / device.Count);
        ImmutableArray<DatedClaim> agree = [.. known.Where(c => each.Overlaps(Range(c)))];
        ImmutableArray<Working> working = [.. known.Select(Line)];
        PriceSpan? now = device.Versions.Select(v => knowledge.Prices.Of(v.Id, knowledge.Today)).SelectMany(p => p.Spans(currency)).FirstOrDefault(s => Same(s.Condition, claim.Condition));
        string truth = now is null ? "" : $"{HardwareWords.Word(now.Condition)} {now.Range}, {HardwareWords.Seen(now)}.";
        return agree.Any(c => !c.Stale) ? new Finding(claim, ClaimVerdict.Holds, "A recent price agrees.", working)
            : agree.Length > 0 && known.All(c => c.Stale) ? new Finding(claim, ClaimVerdict.Unsupported, "An old price agrees; no recent one is known.", working)
            : agree.Length > 0 ? new Finding(claim, ClaimVerdict.Misleading, $"That was the price {string.Join(", ", agree.Select(c => c.Claim.By.Date.Text).Distinct())}; recent ones differ.", working, truth)
            : new Finding(claim, ClaimVerdict.False, "No dated price agrees.", working, truth);
    }

    private static bool Same(SaleCondition condition, string word) =>
        word.ToUpperInvariant() switch
        {
            "USED" => condition == SaleCondition.Used,
            "NEW" => condition is SaleCondition.New or SaleCondition.List,
            _ => condition != SaleCondition.Launch,
        };

    private static Interval Range(DatedClaim claim) => new((double)claim.Claim.Range.Low, (double)claim.Claim.Range.High);

    private static Working Line(DatedClaim claim) =>
        new($"{claim.Claim.Device} {HardwareWords.Word(claim.Claim.Condition)} {claim.Claim.Range}, {claim.Claim.By.Date.Text} ({claim.Claim.By.Kind}){(claim.Stale ? ", stale" : "")}", claim.Claim.By.Source);
}
