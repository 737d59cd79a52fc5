using LocalRig.Audit.Claims;

namespace LocalRig.Audit.Reading;

/// <content>What a cell says by itself: a bare figure, a mark.</content>
internal sealed partial class FactTable
{
    /// <summary>A figure without its unit, or with one only the head gives.</summary>
    private static Interval? Bare(string cell, TableLabel holds, string head, bool gigabytes)
    {
        string text = Spread().Replace(Brackets().Replace(cell, ""), "").Replace("-bit", " bit", StringComparison.OrdinalIgnoreCase).Trim();
        if (!Amounts.TryRead(text, out Interval amount, out string unit))
        {
            return null;
        }

        return holds switch
        {
            TableLabel.Bits when unit is "" or "bits" or "bit" => amount,
            TableLabel.Bytes when unit is "" or "bytes" => amount,
            TableLabel.Speed when unit is "" or "tok" => amount,
            TableLabel.Parameters or TableLabel.Active when unit is "b" or "billion" || unit.Length == 0 && InBillions().IsMatch(head) => amount,
            TableLabel.Layers when unit is "" or "layers" => amount,
            TableLabel.Price when unit is "$" or "€" or "£" || unit.Length == 0 && head.AsSpan().IndexOfAny("$€£") >= 0 => amount,
            TableLabel.Memory or TableLabel.FileSize or TableLabel.Cache when unit.Length == 0 && (Gigabytes().IsMatch(head) || gigabytes && text.Contains('.', StringComparison.Ordinal)) => amount,
            TableLabel.Bandwidth when unit.Length == 0 && head.Contains("TB/s", StringComparison.OrdinalIgnoreCase) => amount * Tera,
            TableLabel.Bandwidth when unit.Length == 0 && head.Contains("GB/s", StringComparison.OrdinalIgnoreCase) => amount,
            _ => null,
        };
    }

    private static Ease? Verdict(string cell) =>
        YesWord().IsMatch(cell) ? FactSentence.EaseIn(cell) is Ease.Tight ? Ease.Tight : FactSentence.EaseIn(cell) is Ease.Comfortable ? Ease.Comfortable : Ease.Fits
        : NoWord().IsMatch(cell) ? Ease.Fails
        : TightCell().IsMatch(cell) ? Ease.Tight
        : ComfortableCell().IsMatch(cell) ? Ease.Comfortable
        : null;
}
