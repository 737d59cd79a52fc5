namespace LocalRig.Evidence;

/// <summary>Two models in one test of one publisher.</summary>
/// <param name="One">The first model.</param>
/// <param name="Other">The second.</param>
/// <param name="Sign">1 when the first is ahead, -1 when the second is, 0 when they are level within the publisher's margins.</param>
/// <param name="Claim">The claim about one of them; an order is about the one ahead.</param>
/// <param name="Against">The other model's score; null for an order without scores.</param>
public sealed record RankedPair(string One, string Other, int Sign, RankingClaim Claim, RankingClaim? Against)
{
    /// <summary>The test with both results, the model ahead first.</summary>
    public override string ToString() =>
        Against is null ? Claim.Benchmark
        : Sign < 0 ? $"{Claim.Benchmark} {Against.Result} against {Claim.Result}"
        : $"{Claim.Benchmark} {Claim.Result} against {Against.Result}";
}
