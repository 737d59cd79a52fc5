using LocalRig.Models;
using LocalRig.Runtimes;

namespace LocalRig.Serving;

/// <summary>What a link between machines costs each token of one sequence.</summary>
/// <param name="Link">The link; null when nobody said which.</param>
/// <param name="Messages">Messages one after another per token.</param>
/// <param name="BytesPerToken">Bytes that cross per token.</param>
/// <param name="LeastSeconds">Least seconds per token: those bytes at line rate and the least latency known; null without a link.</param>
/// <param name="MostSeconds">Most seconds per token; null where latency is unknown.</param>
/// <param name="How">What crosses, in one sentence.</param>
public sealed record LinkEffect(Link? Link, int Messages, long BytesPerToken, double? LeastSeconds, double? MostSeconds, string How)
{
    private const long HalfPrecision = 2;
    private const int ReductionsPerLayer = 2; // after attention and after the feed-forward (Megatron-LM, arXiv 1909.08053, section 3)

    /// <summary>The cost of a split, or null when nothing crosses between machines.</summary>
    /// <param name="architecture">The model's shape.</param>
    /// <param name="parallelism">How it is spread.</param>
    /// <param name="cluster">Over what.</param>
    public static LinkEffect? Of(Architecture architecture, Parallelism parallelism, Cluster cluster)
    {
        long vector = architecture.EmbeddingLength * HalfPrecision;
        int crossing = 0;
        int handed = 0;
        int machines = 1;
        for (int stage = 0; stage < parallelism.Pipeline; stage++)
        {
            int first = cluster.Place(stage * parallelism.Tensor).Node;
            int last = cluster.Place((stage + 1) * parallelism.Tensor - 1).Node;
            machines = Math.Max(machines, last - first + 1);
            crossing += last > first ? parallelism.LayersPerStage(architecture.Layers.Length)[stage] * ReductionsPerLayer : 0;
            handed += stage + 1 < parallelism.Pipeline && cluster.Place((stage + 1) * parallelism.Tensor).Node > last ? 1 : 0;
        }

        if (parallelism.Data > 1 && cluster.Place(parallelism.Ranks - 1).Node is > 0 and int others)
        {
            return Gathered(architecture, cluster.Link, vector, others);
        }

        if (crossing + handed == 0)
        {
            return null;
        }

        // A ring of n machines moves 2(n-1)/n of a vector over each link in 2(n-1) messages; a stage hands on residual and output.
        long bytes = crossing * vector * 2 * (machines - 1) / machines + handed * vector * 2;
        int most = crossing * 2 * (machines - 1) + handed;
        double? least = bytes / cluster.Link?.Bandwidth.BytesPerSecond + (crossing + handed) * (cluster.Link?.LowLatency ?? 0);
        string how = crossing > 0
            ? $"Tensor parallelism crosses the link: {ReductionsPerLayer} all-reduces of {architecture.EmbeddingLength} x {HalfPrecision} bytes per layer."
            : $"Only stages hand on: {handed} time{(handed == 1 ? "" : "s")} per token, 2 vectors of {architecture.EmbeddingLength} x {HalfPrecision} bytes.";
        return new LinkEffect(cluster.Link, most, bytes, least, bytes / cluster.Link?.Bandwidth.BytesPerSecond + most * cluster.Link?.HighLatency, how);
    }

    /// <summary>Experts of one token lie on all machines: its hidden state is gathered by all of them before each layer of experts and their
    /// sums are scattered back (vLLM's default --all2all-backend, allgather_reducescatter).</summary>
    private static LinkEffect Gathered(Architecture architecture, Link? link, long vector, int others)
    {
        int layers = architecture.Layers.Count(l => l.FeedForward is ExpertFeedForward);
        long bytes = layers * 2 * vector;
        int most = layers * 2 * others;
        double? least = bytes / link?.Bandwidth.BytesPerSecond + layers * 2 * (link?.LowLatency ?? 0);
        return new LinkEffect(
            link, most, bytes, least, bytes / link?.Bandwidth.BytesPerSecond + most * link?.HighLatency,
            $"Experts lie on all machines: {layers} layers gather and scatter {architecture.EmbeddingLength} x {HalfPrecision} bytes each.");
    }
}
