using System.Collections.Immutable;
using System.Text.Json;
using LocalRig.Architectures;
using LocalRig.Contract;
using LocalRig.Formats.Safetensors;
using LocalRig.Models;
using LocalRig.Quantization;

namespace LocalRig.Local.Sources;

/// <summary>Turns what files say into a model.</summary>
internal static class FileModel
{
    /// <param name="files">The opened files.</param>
    /// <param name="quant">The recipe asked for, which only files that aren't quantized yet leave open.</param>
    public static Model Of(ModelFiles files, string? quant) =>
        files switch
        {
            GgufFiles gguf => HeaderModel.Of(gguf.Name, gguf.Location, gguf.Model.Metadata, gguf.Model.Tensors),
            SafetensorsFiles safetensors => Converted(safetensors, quant),
            _ => throw Unreadable(files, $"{files.Location} is in a format LocalRig can't plan.", "Name a GGUF file or a safetensors folder."),
        };

    /// <summary>The GGUF that llama.cpp's converter and quantizer would make of a safetensors folder.</summary>
    private static Model Converted(SafetensorsFiles files, string? quant)
    {
        if (files.Model.Tensors.IsEmpty)
        {
            throw Unreadable(files, $"{files.Location} holds no weights: its safetensors files have no tensors.", "Download them again.");
        }

        if (files.Config is not { } config)
        {
            throw Unreadable(files, $"{files.Location} has no config.json beside its weights, so the model's shape is unknown.", "Put the model's config.json there.");
        }

        string name = quant ?? OwnType(files.Model);
        if (!QuantRecipe.TryParse(name, out QuantRecipe? recipe))
        {
            throw new RequestException(new Problem(ErrorCode.Usage, $"There is no quantization \"{name}\".", "Q4_K_M, Q8_0 and F16 are some.", "quant"));
        }

        HuggingFaceModel read = Read(files, config);
        string? own = PackedWeights.FormatOf(config, files.Model);
        return ArchitectureReader.Read(read.Metadata) switch
        {
            KnownArchitecture known => Made(files, read, known.Architecture, recipe, own),
            UnknownArchitecture unknown => throw Unreadable(files, unknown.Reason, "Convert it to GGUF with llama.cpp; of a GGUF file LocalRig tells the weights exactly."),
            _ => throw new InvalidOperationException("An architecture is known or unknown."),
        };
    }

    private static Model Made(SafetensorsFiles files, HuggingFaceModel read, Architecture architecture, QuantRecipe recipe, string? own)
    {
        ImmutableArray<WeightShape> weights = WeightList.For(architecture, read.Traits);
        if (own is null && SafetensorsCheck.Fault(files.Model, weights, architecture.Layers.Length) is string fault)
        {
            throw Unreadable(files, $"{files.Location}: {fault}", "Download it again.");
        }

        return new Model(files.Name, read.Metadata, architecture, RecipeLayout.Make(architecture, weights, recipe), recipe.Name)
        {
            Source = files.Location,
            Notice = own is null ? "" : $"These weights are quantized as {own}, which llama.cpp doesn't load as it is; the plan is for {recipe.Name} made of the original.",
        };
    }

    private static HuggingFaceModel Read(SafetensorsFiles files, ReadOnlyMemory<byte> config)
    {
        try
        {
            return HuggingFaceConfig.Read(config);
        }
        catch (JsonException wrong)
        {
            throw Unreadable(files, $"The config.json of {files.Location} can't be read: {wrong.Message}", "Download it again.");
        }
    }

    /// <summary>The type most of the weights have: the converter keeps it.</summary>
    private static string OwnType(SafetensorsModel model) =>
        model.Tensors.GroupBy(static t => t.GgmlType).MaxBy(static g => g.Sum(static t => t.Elements))?.Key is TensorType.F16 ? "F16" : "BF16";

    private static RequestException Unreadable(ModelFiles files, string message, string hint) =>
        new(new Problem(ErrorCode.ModelUnreadable, message, hint, files.Location));
}
