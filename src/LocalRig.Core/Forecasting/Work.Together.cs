namespace LocalRig.Forecasting;

/// <content>A step that answers several users at once.</content>
internal sealed partial class Work
{
    /// <summary>Elements of expert weights that one token multiplies with.</summary>
    public double ExpertElements => Experts.TotalElements;

    /// <summary>This step's tokens as tokens of as many conversations: dense weights are read once for all of them, expert weights as far as any of
    /// the tokens touches them, and each token reads its own cache and state.</summary>
    /// <param name="expertStep">How many times longer experts are read once several tokens have to be sorted to them.</param>
    /// <param name="expertSpread">How the experts touched grow: 1 as if every token chose by itself, less where tokens choose alike.</param>
    public Work Together(double expertStep, double expertSpread)
    {
        Work all = new()
        {
            Tokens = Tokens,
            CacheBytes = CacheBytes * Tokens,
            RecurrentBytes = RecurrentBytes * Tokens,
            AttentionOperations = AttentionOperations * Tokens,
            Layers = Layers,
            ExpertLayers = ExpertLayers,
            RecurrentLayers = RecurrentLayers,
            MakesLogits = MakesLogits,
        };
        all.Dense.Add(Dense);
        if (Experts.TotalBytes > 0)
        {
            all.Experts.Add(Experts, Math.Pow(TouchedExpertBytes / Experts.TotalBytes, expertSpread) * (Tokens > 1 ? expertStep : 1));
        }

        return all;
    }

    /// <summary>The least that as many conversations read: weights once, experts of one token, each cache.</summary>
    public Work TogetherAtLeast()
    {
        Work all = new() { Tokens = Tokens, CacheBytes = CacheBytes * Tokens, Layers = Layers };
        all.Dense.Add(Dense);
        all.Experts.Add(Experts);
        return all;
    }
}
