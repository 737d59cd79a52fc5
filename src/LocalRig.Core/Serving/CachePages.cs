using System.Collections.Immutable;
using LocalRig.Models;
using LocalRig.Runtimes;

namespace LocalRig.Serving;

/// <summary>How vLLM lays caches into pages: layers of one kind form groups of equal size, a page of the pool serves one layer of each
/// group, and all pages are of one size (vllm/v1/core/kv_cache_utils.py).</summary>
internal sealed class CachePages
{
    private const int PlainBlock = 16; // CacheConfig.block_size on CUDA
    private const int LatentBlock = 64; // FlashMLA's

    // With prefix caching a sequence keeps the state it is at and the one it began from, and one more for every token drafted at a time
    // (623,873 tokens at 11.05 GiB with three: noonghunna/club-3090 issue 642).
    private const int StatesWithPrefixes = 2;
    private const double EvenEnough = 1.5; // groups are as large as the largest kind where it is less than this much larger than the smallest

    private readonly ImmutableArray<Group> _groups;
    private readonly ImmutableArray<LayerCache?> _layers;

    private readonly int _draft;
    private readonly int _states;

    private CachePages(ImmutableArray<Group> groups, ImmutableArray<LayerCache?> layers, long page, int block, int draft, int states)
    {
        (_groups, _layers, PageBytes, Block, _draft, _states) = (groups, layers, page, block, draft, states);
    }

    /// <summary>Bytes of one page of one layer.</summary>
    public long PageBytes { get; }

    /// <summary>Tokens of attention a page holds.</summary>
    public int Block { get; }

    /// <summary>Whether all layers keep the same, so that the pool is simply so many tokens.</summary>
    public bool Uniform => _groups.Length == 1 && _groups[0].Kind is TokenCache;

    /// <summary>Bytes per token of a stage's layers that keep every token.</summary>
    /// <param name="first">The stage's first layer.</param>
    /// <param name="count">Its layers.</param>
    public long BytesPerToken(int first, int count) => _layers.Skip(first).Take(count).OfType<TokenCache>().Sum(t => t.BytesPerToken);

    /// <summary>The pages of a model.</summary>
    /// <param name="architecture">Its shape.</param>
    /// <param name="parallelism">How it is spread.</param>
    /// <param name="elementBytes">Bytes of a cached element.</param>
    /// <param name="draft">Tokens the model's own head drafts at a time, 0 without it; the head's one layer keeps every token too.</param>
    /// <param name="prefixes">Whether prefixes are kept.</param>
    public static CachePages Of(Architecture architecture, Parallelism parallelism, int elementBytes, int draft = 0, bool prefixes = true)
    {
        ImmutableArray<LayerCache?> layers = [.. architecture.Layers.Select(l => LayerCache.Of(l, parallelism, elementBytes, draft))];
        long perToken = layers.Max(PerToken);
        long state = layers.Max(l => l is StateCache s ? s.Bytes : 0);
        if (perToken == 0)
        {
            throw new ServingException("LocalRig models vLLM's pool only for models with attention layers.");
        }

        int plain = architecture.Layers.Any(l => l.Attention is LatentAttention) ? LatentBlock : PlainBlock;
        int block = (int)Math.Max(plain, (state + perToken * PlainBlock - 1) / (perToken * PlainBlock) * PlainBlock);
        var kinds = layers.OfType<LayerCache>().GroupBy(l => l).ToDictionary(g => g.Key, g => g.Count() + Drafting(g.Key, draft));
        int least = kinds.Values.Min();
        int most = kinds.Values.Max();
        int size = most < least * EvenEnough ? most : least;
        ImmutableArray<Group> groups = [.. kinds.Select(k => new Group(k.Key, (k.Value + size - 1) / size, BlockOf(k.Key, block, perToken)))];
        return new CachePages(groups, layers, block * perToken, block, draft, (prefixes ? StatesWithPrefixes : 1) + draft);
    }

    /// <summary>Bytes on a device that one more page for every group's layer takes.</summary>
    /// <param name="first">The stage's first layer.</param>
    /// <param name="count">Its layers.</param>
    public long BytesPerBlock(int first, int count)
    {
        IEnumerable<LayerCache> stage = _layers.Skip(first).Take(count).OfType<LayerCache>();
        return PageBytes * _groups.Max(g => (stage.Count(l => l == g.Kind) + (first + count == _layers.Length ? Drafting(g.Kind, _draft) : 0) + g.Copies - 1) / g.Copies);
    }

    /// <summary>Pages one sequence of a length takes.</summary>
    /// <param name="context">Its tokens.</param>
    /// <param name="batch">Most tokens a step computes, which sliding windows keep besides.</param>
    public long BlocksPerSequence(int context, int batch) =>
        _groups.Sum(g => g.Copies * g.Kind switch
        {
            WindowCache w => Math.Min(Up(Math.Min((long)w.Window - 1 + batch, context), g.Block) + 1, Up(context, g.Block) + 1),
            StateCache => _states,
            _ => Up(context, g.Block),
        });

    /// <summary>Tokens a pool of so many blocks holds, as vLLM prints them.</summary>
    public long Tokens(long blocks, int context, int batch) =>
        Uniform ? blocks * Block : (long)((decimal)blocks * context / BlocksPerSequence(context, batch));

    private static int BlockOf(LayerCache kind, int block, long perToken) =>
        // a narrower layer's page holds more tokens, where its width divides the widest one's
        PerToken(kind) is > 0 and var own && perToken % own == 0 ? (int)(block * (perToken / own)) : block;

    private static int Drafting(LayerCache kind, int draft) => draft > 0 && kind is TokenCache ? 1 : 0;

    private static long PerToken(LayerCache? kind) => kind switch { TokenCache t => t.BytesPerToken, WindowCache w => w.BytesPerToken, _ => 0 };

    private static long Up(long value, long by) => (value + by - 1) / by;

    private sealed record Group(LayerCache Kind, int Copies, int Block);
}
