using System.Collections.Immutable;
using LocalRig.Models;
using LocalRig.Quantization;
using LocalRig.Units;

namespace LocalRig.Catalog;

/// <summary>Fits a recipe's bytes to a real file's size, where no rule gives the file's types.</summary>
internal static class FileScale
{
    /// <summary>Header bytes per token of the vocabulary: token, score, type and merge texts. Qwen2.5-7B's header is 5.95 MB for
    /// 152,064 tokens, Llama-3.1-8B's 7.8 MB for 128,256 (both include about 39 to 61 bytes a token).</summary>
    private const int HeaderBytesPerToken = 45;

    /// <summary>Listings round sizes to 0.01 GiB and headers differ by a few MB: closer than this, the recipe's own bytes are the better guess.</summary>
    private const double Rounding = 0.002;

    private const string Embedding = "token_embd.weight";

    private const string EmbeddingPerLayer = "per_layer_token_embd.weight";

    /// <summary>No mix of a recipe's name is this many times smaller or larger than the recipe.</summary>
    private const double Implausible = 2.5;

    /// <summary>The layout to plan with.</summary>
    /// <param name="model">The catalogue model.</param>
    /// <param name="layout">The weights of the recipe that the name means or starts from.</param>
    /// <param name="choice">The name.</param>
    /// <param name="fileBytes">The real file's size, where it was given.</param>
    public static ScaledLayout Apply(CatalogModel model, TensorLayout layout, QuantChoice choice, ByteSize? fileBytes)
    {
        if (fileBytes is { } given)
        {
            TensorLayout scaled = Scale(model, layout, choice, given);
            string how = ReferenceEquals(scaled, layout) ? "agree with" : "are scaled to";
            return new ScaledLayout(scaled, $"The weights of {choice.Recipe.Name} {how} the given file size of {given}; the file's own header would make them exact.");
        }

        if (choice.IsPlain)
        {
            return new ScaledLayout(layout, "");
        }

        return choice.IsMix ? Mix(model, layout, choice) : Named(model, layout, choice);
    }

    private static ScaledLayout Mix(CatalogModel model, TensorLayout layout, QuantChoice choice)
    {
        if (model.Catalog?.PublishedFileOf(model, choice.Name) is { } file)
        {
            return new ScaledLayout(
                Scale(model, layout, choice, new ByteSize(file.Bytes)),
                $"{choice.Name} is a publisher's mix no rule gives: the weights of {choice.Recipe.Name} are scaled to {Who(file)}."
            );
        }

        return new ScaledLayout(layout, $"{choice.Name} is a publisher's mix no rule gives and no published size is known: the weights of {choice.Recipe.Name} stand in; {NamedSpread.OfMixes.Sentence}.")
        {
            Bounds = NamedSpread.OfMixes.Around(layout.TotalSize),
        };
    }

    /// <summary>A recipe's name is on publishers' files too, and those may be mixes: the largest of that name is planned, so that none is underestimated.</summary>
    private static ScaledLayout Named(CatalogModel model, TensorLayout layout, QuantChoice choice)
    {
        IReadOnlyList<PublishedFile> files = model.Catalog?.PublishedFilesOf(model, choice.Name) ?? [];
        List<PublishedFile> mixes = [.. files.Where(f => f.IsMix).OrderBy(f => f.Bytes)];
        if (mixes.Count == 0 && files.Any(f => f.Why.Length == 0))
        {
            return new ScaledLayout(layout, "");
        }

        WeightBounds spread = NamedSpread.OfRecipes.Around(layout.TotalSize);
        if (mixes.Count == 0)
        {
            return new ScaledLayout(layout, $"Weights are llama-quantize's plain {choice.Name}; {NamedSpread.OfRecipes.Sentence}.") { Bounds = spread };
        }

        TensorLayout largest = mixes[^1].Bytes > layout.TotalSize.Bytes ? Scale(model, layout, choice, new ByteSize(mixes[^1].Bytes)) : layout;
        bool isRecipe = ReferenceEquals(largest, layout);
        string planned = isRecipe ? "llama-quantize's own" : Whose(mixes[^1]);
        string range = mixes.Count > 1 || isRecipe ? $"; the smallest is {Whose(mixes[0])}" : $"; llama-quantize's own is {layout.TotalSize}";
        return new ScaledLayout(largest, $"Publishers mix types under the plain name {choice.Name}: planned is the largest known, {planned}{range}.")
        {
            Source = (isRecipe ? mixes[0] : mixes[^1]).Source,
            Bounds = new WeightBounds(new ByteSize(Math.Min(mixes[0].Bytes, layout.TotalSize.Bytes)), ByteSize.Max(spread.High, largest.TotalSize)),
        };
    }

    private static string Whose(PublishedFile file) => $"{file.Publisher}'s ({new ByteSize(file.Bytes)})";

    private static string Who(PublishedFile file) => $"{file.Publisher}'s {file.Quant} of {file.Model} ({new ByteSize(file.Bytes)}, {file.Source})";

    private static TensorLayout Scale(CatalogModel model, TensorLayout layout, QuantChoice choice, ByteSize file)
    {
        long vocabulary = layout.Find(Embedding)?.Shape.Ne1 ?? 0;
        long wanted = file.Bytes - vocabulary * HeaderBytesPerToken;
        double factor = wanted / (double)layout.TotalSize.Bytes;
        // A file holds its tensors and a header: a smaller one isn't the recipe's.
        long header = file.Bytes - layout.TotalSize.Bytes;
        if (!choice.IsMix && header >= -Rounding * file.Bytes && header <= vocabulary * HeaderBytesPerToken + Rounding * file.Bytes)
        {
            return layout;
        }

        if (factor is < 1 / Implausible or > Implausible)
        {
            throw new CatalogException(
                $"A file of {file} can't be {choice.Name} of {model.Id}, which takes {layout.TotalSize}; check fileBytes or leave it out."
            );
        }

        TensorType? embedding = choice.IsMix ? model.Catalog?.PublishedFileOf(model, choice.Name)?.Embedding : null;
        ImmutableArray<TensorInfo> mixed = embedding is { } type ? [.. layout.Tensors.Select(t => t.Name == Embedding ? new TensorInfo(t.Name, type, t.Shape) : t)] : layout.Tensors;
        long packed = mixed.Where(IsScaled).Sum(t => t.Size.Bytes);
        double share = (wanted - mixed.Where(t => !IsScaled(t)).Sum(t => t.Size.Bytes)) / (double)packed;
        long offset = 0;
        ImmutableArray<TensorInfo>.Builder tensors = ImmutableArray.CreateBuilder<TensorInfo>(mixed.Length);
        foreach (TensorInfo tensor in mixed)
        {
            ByteSize size = IsScaled(tensor) ? new ByteSize((long)(tensor.Size.Bytes * share)) : tensor.Size;
            tensors.Add(tensor with { Size = size, Offset = offset });
            offset += size.AlignUp(RecipeLayout.Alignment).Bytes;
        }

        return TensorLayout.OfDistinct(tensors.MoveToImmutable());
    }

    // Norms, biases and routers are F32 in every mix; embeddings, which main memory keeps, had the recipe's own type in all logs of mixes but
    // those whose files say otherwise (tests/data/memory/public-logs.jsonl).
    private static bool IsScaled(TensorInfo tensor) =>
        tensor.Name is not (Embedding or EmbeddingPerLayer) && (tensor.Type != TensorType.F32 || tensor.Shape.Dimensions == 1 && tensor.Name == "weights");
}
