namespace LocalRig.Audit.Claims;

/// <summary>Claims in words, as short as a heading.</summary>
public static class ClaimWords
{
    /// <summary>What is claimed: <c>RTX 4070: 24 GB of memory</c>.</summary>
    public static string Of(Claim claim) =>
        claim switch
        {
            FamilyClaim c => $"{c.Family} comes in {string.Join(", ", c.Sizes.Select(s => $"{s:0.##}B"))}",
            ExistsClaim c => $"{c.Model} exists",
            ParametersClaim c => $"{c.Model}: {c.Billions} billion parameters",
            ReleasedClaim c => $"{c.Model} released {c.Date}",
            MemoryClaim c => $"{string.Join(" and ", c.Devices)}: {c.Gigabytes} GB of memory",
            BandwidthClaim c => $"{c.Device}: {(c.GigabytesPerSecond is Interval rate ? $"{rate} GB/s" : "high bandwidth")}",
            FileSizeClaim c => $"{c.Model}{In(c.Quant)}: a file of {c.Gigabytes} GB",
            FitsClaim c => $"{c.Model}{In(c.Quant)} {Fits(c.Ease)} {Place(c.Device, c.Gigabytes, c.Context)}",
            NeedsClaim c => $"{c.Model}{In(c.Quant)} needs {c.Gigabytes} GB{(c.Context is int tokens ? $" with {tokens:N0} tokens" : "")}",
            SpeedClaim c => $"{c.Model}{In(c.Quant)} on {c.Device}: {c.TokensPerSecond} tokens/s{(c.Context is int tokens ? $" with {tokens:N0} tokens" : "")}",
            PriceOfClaim c => $"{c.Device}{(c.Condition.Length > 0 ? $", {c.Condition}" : "")}: {c.Amount} {c.Currency}",
            SeveralDevicesClaim c => $"{c.Count} x {c.Device}: {c.Times} times the speed of one",
            RankClaim c => $"{c.Model}{(c.Above.Length > 0 ? $" above {c.Above}" : $": {c.Score}")}{(c.Benchmark.Length > 0 ? $" in {c.Benchmark}" : "")}{(c.Publisher.Length > 0 ? $" by {c.Publisher}" : "")}",
            CacheClaim c => $"{c.Model}: a cache of {c.Gigabytes} GB at {c.Context:N0} tokens",
            BitsClaim c => $"{c.Quant}: {c.Bits} bits per weight",
            ContextLengthClaim c => $"{c.Model}: a context of {c.Tokens} tokens",
            ActiveClaim c => $"{c.Model}: {c.Billions} billion parameters active",
            ComparisonClaim c => $"{c.Device} against {c.Other}: {c.Times} times the {(c.Model.Length > 0 ? $"speed with {c.Model}" : "bandwidth")}",
            OffloadClaim c => $"{c.Model}{In(c.Quant)} offloaded: from {c.Before} to {c.After} tokens/s",
            LicenseClaim c => $"{c.Model}: licence {c.License}",
            LayerCountClaim c => $"{c.Model}: {c.Layers} layers",
            LayersFitClaim c => $"{c.Model}{In(c.Quant)}: {c.Layers} layers fit {Place(c.Device, c.Gigabytes, c.Context)}",
            _ => claim.Text,
        };

    private static string In(string quant) => quant.Length > 0 ? $" in {quant}" : "";

    private static string Fits(Ease ease) =>
        ease switch { Ease.Comfortable => "fits comfortably", Ease.Tight => "fits, tightly,", Ease.Fails => "doesn't fit", _ => "fits" };

    private static string Place(string device, Interval? gigabytes, int? tokens)
    {
        string memory = gigabytes is Interval size ? $"{size} GB" : "";
        string place = device.Length == 0 ? $"in {memory}" : $"on {device}{(memory.Length > 0 ? $" ({memory})" : "")}";
        return tokens is int context ? $"{place} with {context:N0} tokens" : place;
    }
}
