using System.Collections.Frozen;
using static LocalRig.Architectures.BlockWeights;

namespace LocalRig.Architectures;

/// <summary>The families whose block is Llama's with other traits, each after its file in llama.cpp's src/models.</summary>
internal static class BlockTraitsTable
{
    private static readonly FrozenDictionary<string, BlockTraits> Rows = All().ToFrozenDictionary(r => r.Name);

    /// <summary>All rows.</summary>
    public static IEnumerable<BlockTraits> Families => Rows.Values;

    /// <summary>A family's row, or null.</summary>
    public static BlockTraits? Find(string name) => Rows.GetValueOrDefault(name);

    private static BlockTraits[] All() =>
        [.. Qwen(), .. Google(), .. Microsoft(), .. Open(), .. Cohere(), .. Asian(), .. Experts(), .. Newer(), .. Older(), .. WithStates(), .. Encoders(), .. Diffusion(), .. Further()];

    private static BlockTraits[] Qwen() =>
    [
        new() { Name = "qwen2vl", Weights = QkvBias },
        new() { Name = "qwen2moe", Weights = QkvBias | SharedGate, NormalizesExperts = false, ExpertWidth = ExpertWidth.FeedForwardPerUsed, SharedExpert = SharedExpertWidth.KeyOrFeedForward },
        new() { Name = "qwen3vl", Weights = HeadNorms },
        new() { Name = "qwen3vlmoe", Weights = HeadNorms, ExpertWidth = ExpertWidth.FeedForwardPerUsed },
        new() { Name = "qwen", Weights = FusedQkv | FusedQkvBias | HalfWidth },
    ];

    private static BlockTraits[] Google() =>
    [
        new() { Name = "gemma", ScalesEmbeddings = true, ScalesQueries = true, Activation = Activation.Gelu, Weights = AlwaysTied },
        new()
        {
            Name = "gemma2", ScalesEmbeddings = true, ScalesQueries = true, Activation = Activation.Gelu, CapsLogits = true, CapsAttention = true,
            Window = new WindowRule(2, 4096), Weights = AlwaysTied | PostAttentionNorm | PostFfnNorm,
        },
    ];

    private static BlockTraits[] Microsoft() =>
    [
        new()
        {
            Name = "phi2", Order = BlockOrder.BesideAttentionFirst, CentersNorms = true, ScalesQueries = true, Activation = Activation.Gelu,
            Weights = NormBias | QkvBias | AttentionOutputBias | FeedForwardBias | NoGate | NoFfnNorm | OutputBias,
        },
        new()
        {
            Name = "phimoe", ScalesQueries = true, AddsToResidual = true, Factors = RotaryFactors.All, ExpertWidth = ExpertWidth.AlwaysFeedForward,
            Weights = NormBias | QkvBias | AttentionOutputBias | OutputBias,
        },
    ];

    private static BlockTraits[] Open() =>
    [
        new() { Name = "olmo", HasBareNorms = true, CentersNorms = true, Weights = NoAttentionNorm | NoFfnNorm | NoOutputNorm },
        new() { Name = "olmo2", Window = new WindowRule(4), Weights = WholeNorms | NoAttentionNorm | NoFfnNorm | PostAttentionNorm | PostFfnNorm },
        new() { Name = "olmoe", NormalizesExperts = false, ExpertWidth = ExpertWidth.AlwaysFeedForward, Weights = WholeNorms },
        new() { Name = "granite", Rotary = RotaryRule.UnlessNotFinetuned, Factors = RotaryFactors.All },
        new() { Name = "granitemoe", Rotary = RotaryRule.UnlessNotFinetuned, Factors = RotaryFactors.All, ExpertWidth = ExpertWidth.AlwaysFeedForward },
        new() { Name = "smollm3", Rotary = RotaryRule.AllButEveryFourth },
        new() { Name = "starcoder2", CentersNorms = true, Activation = Activation.Gelu, Weights = NormBias | QkvBias | AttentionOutputBias | FeedForwardBias | NoGate },
        new() { Name = "arcee", Factors = RotaryFactors.All, Activation = Activation.ReluSquared, Weights = NoGate },
        new() { Name = "apertus", Factors = RotaryFactors.All, Activation = Activation.Xielu, Weights = NoGate | HeadNorms },
        new() { Name = "nemotron", CentersNorms = true, Activation = Activation.ReluSquared, Weights = NormBias | NoGate },
        new() { Name = "llama4", Rotary = RotaryRule.AllButEveryFourth, Factors = RotaryFactors.All },
    ];

    private static BlockTraits[] Cohere() =>
    [
        new() { Name = "command-r", Order = BlockOrder.BesideInputFirst, CentersNorms = true, HeadNormsFromLayers = 64, Weights = NoFfnNorm | AlwaysTied | SomeEachHeadNorms },
        new()
        {
            Name = "cohere2", Order = BlockOrder.BesideInputFirst, CentersNorms = true, Rotary = RotaryRule.Sliding, Factors = RotaryFactors.All,
            Window = new WindowRule(4), Weights = NoFfnNorm | AlwaysTied,
        },
    ];

    private static BlockTraits[] Asian() =>
    [
        new() { Name = "internlm2" },
        new() { Name = "seed_oss", Weights = QkvBias | NoFfnNorm | PostAttentionNorm },
        new() { Name = "ernie4_5" },
        new() { Name = "exaone", Factors = RotaryFactors.All },
        new()
        {
            Name = "exaone4", Rotary = RotaryRule.SlidingOrAll, Factors = RotaryFactors.All, Window = new WindowRule(4, 4096) { OnlyWithLayers = 64 },
            Weights = HeadNorms | NoAttentionNorm | NoFfnNorm | PostAttentionNorm | PostFfnNorm,
        },
        new() { Name = "hunyuan-dense", Factors = RotaryFactors.All, RotatesBeforeNorm = true, Weights = HeadNorms },
        new() { Name = "hunyuan_vl", Factors = RotaryFactors.All, RotatesBeforeNorm = true, Weights = HeadNorms },
        new() { Name = "glm4", PinsLastNorm = true, Weights = QkvBias | FusedGate | PostAttentionNorm | PostFfnNorm },
        new() { Name = "chatglm", Factors = RotaryFactors.All, Weights = FusedQkv | FusedQkvBias | FusedGate },
        new() { Name = "minicpm", DefaultScales = DefaultScales.All, Factors = RotaryFactors.All },
        new() { Name = "plamo", Order = BlockOrder.BesideFeedForwardFirst, Weights = NoFfnNorm },
    ];

    private static BlockTraits[] Experts() =>
    [
        new() { Name = "ernie4_5-moe", SharedExpert = SharedExpertWidth.Key, Weights = ExpertBias },
        new()
        {
            Name = "exaone-moe", Rotary = RotaryRule.Sliding, Factors = RotaryFactors.All, NormalizesExperts = null, Window = new WindowRule(4, 128),
            SharedExpert = SharedExpertWidth.KeyOrExpert, Weights = HeadNorms | ExpertBias,
        },
        new() { Name = "hunyuan-moe", Factors = RotaryFactors.All, RotatesBeforeNorm = true, ExpertWidth = ExpertWidth.AlwaysFeedForward, SharedExpert = SharedExpertWidth.KeyOrFeedForward, Weights = HeadNorms },
        new() { Name = "bailingmoe", Factors = RotaryFactors.All, NormalizesExperts = null, SharedExpert = SharedExpertWidth.Count },
        new() { Name = "bailingmoe2", NormalizesExperts = null, SharedExpert = SharedExpertWidth.KeyTimesCount, Weights = FusedQkv | HeadNorms | ExpertBias },
        new() { Name = "dots1", NormalizesExperts = null, SharedExpert = SharedExpertWidth.Count, Weights = HeadNorms | ExpertBias },
        new() { Name = "deepseek", Factors = RotaryFactors.All, NormalizesExperts = false, SharedExpert = SharedExpertWidth.Count },
        new() { Name = "minimax-m2", Gating = ExpertGating.Sigmoid, ExpertWidth = ExpertWidth.AlwaysFeedForward, Weights = WholeNorms | ExpertBias },
        new()
        {
            Name = "afmoe", ScalesEmbeddings = true, Rotary = RotaryRule.AllButEveryFourth, Gating = ExpertGating.Sigmoid, NormalizesExperts = null, Window = new WindowRule(4),
            SharedExpert = SharedExpertWidth.Count, PinsLastNorm = true, Picking = RowPicking.AfterNorm, Weights = HeadNorms | PostAttentionNorm | PostFfnNorm | AttentionGate | ExpertBias,
        },
        new()
        {
            Name = "step35", Gating = ExpertGating.Sigmoid, NormalizesExperts = null, Factors = RotaryFactors.FullOnly, Window = new WindowRule(4),
            SharedExpert = SharedExpertWidth.Key, Weights = HeadNorms | AttentionHeadGate | ExpertBias,
        },
        new() { Name = "mimo2", Gating = ExpertGating.Sigmoid, Window = new WindowRule(6), Weights = Sinks | ExpertBias },
    ];

    private static BlockTraits[] Newer() =>
    [
        new()
        {
            Name = "cohere2moe", Order = BlockOrder.BesideInputFirst, CentersNorms = true, CentersUnlessRms = true, Rotary = RotaryRule.SlidingOrDense, Factors = RotaryFactors.All,
            Window = new WindowRule(4), Gating = ExpertGating.Sigmoid, NormalizesExperts = null, AveragesExperts = true, SharedExpert = SharedExpertWidth.KeyIfCounted, Weights = NoFfnNorm,
        },
        new()
        {
            Name = "laguna", Gating = ExpertGating.Sigmoid, NormalizesExperts = null, GatesBySoftplus = true, Window = new WindowRule(4, FullFirst: true),
            SharedExpert = SharedExpertWidth.Key, Weights = HeadNorms | AttentionHeadGate | ExpertBias,
        },
        new()
        {
            Name = "hy_v3", Factors = RotaryFactors.All, Gating = ExpertGating.Sigmoid, NormalizesExperts = null, ExpertWidth = ExpertWidth.FeedForwardPerUsed,
            SharedExpert = SharedExpertWidth.KeyOrExpert, Weights = HeadNorms | ExpertBias | BareExpertBias,
        },
        new()
        {
            Name = "granite_swa", Rotary = RotaryRule.Listed, Factors = RotaryFactors.All, Window = new WindowRule(1), ExpertWidth = ExpertWidth.AlwaysFeedForward,
            SharedExpert = SharedExpertWidth.Key, Weights = SinksEverywhere | FusedSharedGate,
        },
        new()
        {
            Name = "smallthinker", Rotary = RotaryRule.SlidingOrAll, Activation = Activation.Relu, RoutesByInput = true, Window = new WindowRule(4, FullFirst: true) { Fixed = 4096 },
        },
        new() { Name = "plamo3", Window = new WindowRule(8), PinsLastNorm = true, Weights = FusedQkv | HeadNorms | FusedGate | BarePostNorms },
    ];

    private static BlockTraits[] Older() =>
    [
        new() { Name = "baichuan", Rotary = RotaryRule.WithThirtyTwoLayers, Slopes = SlopeRule.WithFortyLayers },
        new() { Name = "mpt", CentersNorms = true, Rotary = RotaryRule.Never, Slopes = SlopeRule.IfNamed, Activation = Activation.Gelu, Weights = FusedQkv | NoGate },
        new() { Name = "dbrx", CentersNorms = true, ExpertWidth = ExpertWidth.AlwaysFeedForward, Weights = FusedQkv | NoFfnNorm | AttentionOutputNorm },
        new()
        {
            Name = "grok", CapsAttention = true, CapsRouter = true, AveragesExperts = true, DefaultScales = DefaultScales.Embeddings | DefaultScales.Logits, PinsLastNorm = true, Activation = Activation.Gelu,
            ExpertWidth = ExpertWidth.FeedForward, Weights = AttentionOutputNorm | LayerOutputNorm | SomeDenseBeside,
        },
        new() { Name = "stablelm", CentersNorms = true, Weights = NormBias | SomeQkvBias | SomeEachHeadNorms | SomeShareNorm },
        new() { Name = "orion", CentersNorms = true, Weights = NormBias },
        new() { Name = "xverse" },
        new() { Name = "refact", Rotary = RotaryRule.Never, Slopes = SlopeRule.All },
        new() { Name = "starcoder", CentersNorms = true, Rotary = RotaryRule.Never, Activation = Activation.Gelu, Weights = NormBias | FusedQkv | FusedQkvBias | AttentionOutputBias | FeedForwardBias | NoGate | PositionEmbedding },
        new() { Name = "gpt2", CentersNorms = true, Rotary = RotaryRule.Never, Activation = Activation.Gelu, Weights = NormBias | FusedQkv | FusedQkvBias | AttentionOutputBias | FeedForwardBias | NoGate | PositionEmbedding },
        new() { Name = "codeshell", CentersNorms = true, Activation = Activation.Gelu, Weights = NormBias | FusedQkv | FusedQkvBias | AttentionOutputBias | FeedForwardBias | NoGate },
        new() { Name = "falcon", Order = BlockOrder.BesideFeedForwardFirst, CentersNorms = true, Activation = Activation.Gelu, Weights = NormBias | FusedQkv | NoGate | NoFfnNorm },
        new() { Name = "gptneox", Order = BlockOrder.BesideInputFirst, CentersNorms = true, Activation = Activation.Gelu, Weights = NormBias | FusedQkv | FusedQkvBias | AttentionOutputBias | FeedForwardBias | NoGate },
        new() { Name = "bloom", CentersNorms = true, Rotary = RotaryRule.Never, Slopes = SlopeRule.All, Activation = Activation.Gelu, Weights = NormBias | FusedQkv | FusedQkvBias | AttentionOutputBias | FeedForwardBias | NoGate | EmbeddingNorm },
    ];

    private static BlockTraits[] WithStates() =>
    [
        new() { Name = "mamba", State = StateSpaceRule.Only, Weights = LowRankTimeSteps },
        new() { Name = "mamba2", State = StateSpaceRule.Only },
        new()
        {
            Name = "jamba", State = StateSpaceRule.WithoutHeads, Rotary = RotaryRule.Never, AddsAttentionToInput = true, AddsToResidual = true, NormalizesExperts = false,
            ExpertWidth = ExpertWidth.AlwaysFeedForward, Weights = LowRankTimeSteps | StatePartNorms,
        },
        new() { Name = "granitehybrid", State = StateSpaceRule.WithoutHeads, Rotary = RotaryRule.UnlessNotFinetuned, Factors = RotaryFactors.All, ExpertWidth = ExpertWidth.AlwaysFeedForward },
        new() { Name = "nemotron_h", State = StateSpaceRule.OneOfThree, Rotary = RotaryRule.Never, Activation = Activation.ReluSquared, Weights = NoGate | NoFfnNorm },
        new()
        {
            Name = "nemotron_h_moe", State = StateSpaceRule.OneOfThree, Rotary = RotaryRule.Never, Activation = Activation.ReluSquared, Gating = ExpertGating.Sigmoid,
            NormalizesExperts = null, Weights = NoGate | NoFfnNorm | ExpertBias,
        },
        new() { Name = "falcon-h1", State = StateSpaceRule.Beside, Picking = RowPicking.AfterSum, Weights = BareFfnNormName },
        new() { Name = "lfm2", State = StateSpaceRule.ShortConvolution, AddsAttentionToInput = true, AddsToResidual = true, NormsOutputAsEmbedding = true, Weights = HeadNorms | OutputNormAsEmbedding },
        new()
        {
            Name = "lfm2moe", State = StateSpaceRule.ShortConvolution, AddsAttentionToInput = true, AddsToResidual = true, NormsOutputAsEmbedding = true,
            Gating = ExpertGating.Sigmoid, Weights = HeadNorms | OutputNormAsEmbedding | ExpertBias,
        },
        new() { Name = "maincoder", RotatesBeforeNorm = true, Weights = HeadNorms },
        new() { Name = "mellum", Window = new WindowRule(4), Weights = HeadNorms },
        new() { Name = "pangu-embedded", Weights = QkvBias | AttentionOutputBias },
    ];

    // bert.cpp, and files that share its graph
    private const BlockWeights Bert =
        NoOutput | NoOutputNorm | NoAttentionNorm | NoFfnNorm | NormsAfterAdding | NormBias | TokenTypes | EmbeddingNorm;

    private const BlockWeights BertBiases = AttentionOutputBias | FeedForwardBias | NoGate;

    private static BlockTraits[] Encoders() =>
    [
        PostNormed("bert") with { Rotary = RotaryRule.Never, Activation = Activation.Gelu, Weights = Bert | BertBiases | QkvBias | PositionEmbedding },
        PostNormed("nomic-bert") with { Weights = Bert | FusedQkv },
        PostNormed("nomic-bert-moe") with
        {
            Activation = Activation.Gelu, NormalizesExperts = false, ExpertWidth = ExpertWidth.AlwaysFeedForward, Weights = Bert | BertBiases | FusedQkv | FusedQkvBias,
        },
        PostNormed("jina-bert-v2") with
        {
            Rotary = RotaryRule.Never, Slopes = SlopeRule.All, Activation = Activation.Gelu, Weights = Bert | QkvBias | AttentionOutputBias | DownBias | SomeCodeNorms,
        },
        PostNormed("jina-bert-v3") with { Activation = Activation.Gelu, Weights = Bert | BertBiases | FusedQkv | FusedQkvBias },
        new()
        {
            Name = "modern-bert", Span = AttentionSpan.Batch, IsEncoder = true, CentersNorms = true, Activation = Activation.Gelu, ReadsActivation = true,
            Window = new WindowRule(3, FullFirst: true), Weights = NoOutput | FusedQkv | FusedGate | EmbeddingNorm | FirstLayerUnnormed,
        },
        new() { Name = "neo-bert", Span = AttentionSpan.Batch, IsEncoder = true, Weights = NoOutput | FusedQkv | FusedGate | EncoderOutputNorm },
        new() { Name = "eurobert", Span = AttentionSpan.Batch, IsEncoder = true, Weights = NoOutput },
        new()
        {
            Name = "gemma-embedding", Span = AttentionSpan.Batch, IsEncoder = true, ScalesEmbeddingsByToken = true, ScalesQueries = true, Activation = Activation.Gelu,
            Window = new WindowRule(6), Weights = HeadNorms | PostAttentionNorm | PostFfnNorm | AlwaysTied,
        },
        new() { Name = "llama-embed", Span = AttentionSpan.BatchBesideCache, IsEncoder = true, Factors = RotaryFactors.All },
    ];

    private static BlockTraits PostNormed(string name) =>
        new() { Name = name, Span = AttentionSpan.Batch, IsEncoder = true, Order = BlockOrder.NormedAfterAdding, CentersNorms = true };

    private static BlockTraits[] Further() =>
    [
        new()
        {
            Name = "jais", CentersNorms = true, Rotary = RotaryRule.Never, Slopes = SlopeRule.All,
            Weights = NormBias | FusedQkv | FusedQkvBias | AttentionOutputBias | FeedForwardBias,
        },
        new() { Name = "jais2", CentersNorms = true, Activation = Activation.ReluSquared, Weights = NormBias | QkvBias | AttentionOutputBias | FeedForwardBias | NoGate },
        new() { Name = "paddleocr" },
        new() { Name = "openelm", AddsAttentionToInput = true, Weights = FusedQkv | HeadNorms | AlwaysTied },
    ];

    private static BlockTraits[] Diffusion() =>
    [
        new() { Name = "dream", Span = AttentionSpan.Batch, Weights = QkvBias },
        new() { Name = "llada", Span = AttentionSpan.Batch },
        new() { Name = "llada-moe", Span = AttentionSpan.Batch, NormalizesExperts = false, ExpertWidth = ExpertWidth.FeedForwardPerUsed, Weights = HeadNorms },
        new() { Name = "rnd1", Span = AttentionSpan.Batch, ExpertWidth = ExpertWidth.FeedForwardPerUsed, Weights = HeadNorms },
    ];
}
