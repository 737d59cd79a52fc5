using LocalRig.Models;
using LocalRig.Quantization;

namespace LocalRig.Catalog;

/// <summary>Compares a published file's size with what llama-quantize's recipe of its name gives.</summary>
/// <param name="File">The file.</param>
/// <param name="Computed">Bytes of tensor data with their padding, without header; null when the catalogue has no such model or recipe.</param>
/// <param name="WithImatrix">Whether the computed size is that of the recipe with an importance matrix.</param>
/// <param name="IsReproduced">Whether file and computed size differ by no more than a header and the published rounding.</param>
public sealed record FileSizeCheck(PublishedFile File, long? Computed, bool WithImatrix, bool IsReproduced)
{
    /// <summary>The largest header seen, in bytes per token of vocabulary (Llama-3.1-8B: 7.8 MB for 128,256 tokens).</summary>
    private const int LargestHeaderPerToken = 65;

    /// <summary>Room for a chat template and tensor names, in bytes.</summary>
    private const int HeaderRest = 1_000_000;

    /// <summary>Checks one file, with the recipe as it is first and with an importance matrix second.</summary>
    public static FileSizeCheck Of(ModelCatalog catalog, PublishedFile file)
    {
        if (catalog.Find(file.Shape) is not { } model || QuantChoice.TryParse(file.Quant) is not { IsMix: false } choice)
        {
            return new FileSizeCheck(file, null, false, false);
        }

        FileSizeCheck plain = Compare(model, file, "recipe:" + choice.Recipe.Name);
        FileSizeCheck imatrix = Compare(model, file, "i1-" + choice.Recipe.Name) with { WithImatrix = true };
        return choice.WithImatrix || (imatrix.IsReproduced && !plain.IsReproduced) ? imatrix : plain;
    }

    private static FileSizeCheck Compare(CatalogModel model, PublishedFile file, string quant)
    {
        TensorLayout layout = model.ToModel(quant).Tensors;
        long vocabulary = layout.Find("token_embd.weight")?.Shape.Ne1 ?? 0;
        long computed = layout.Tensors.Sum(t => t.Size.AlignUp(RecipeLayout.Alignment).Bytes);
        long rest = file.Bytes - computed;
        bool fits = rest >= -file.Precision && rest <= vocabulary * LargestHeaderPerToken + HeaderRest + file.Precision;
        return new FileSizeCheck(file, computed, false, fits);
    }
}
