using LocalRig.Architectures;
using LocalRig.Contract;
using LocalRig.Local.Sources;
using LocalRig.Models;
using LocalRig.Quantization;

namespace LocalRig.Cli.Lookup;

/// <summary>Turns what files say into a model.</summary>
internal static class FileModel
{
    public static Model Of(ModelFiles files) =>
        files switch
        {
            GgufFiles gguf => new Model(gguf.Name, gguf.Model.Metadata, Shape(gguf.Model.Metadata), new TensorLayout(gguf.Model.Tensors), Recipe(gguf.Model.Metadata))
            {
                Source = gguf.Location,
            },
            _ => throw new RequestException(new Problem(ErrorCode.ModelUnreadable, $"{files.Location} is in a format LocalRig can't plan yet.", "Name a GGUF file.", files.Location)),
        };

    private static Architecture? Shape(Metadata metadata) => (ArchitectureReader.Read(metadata) as KnownArchitecture)?.Architecture;

    private static string Recipe(Metadata metadata) =>
        metadata.Integer("general.file_type") is long type && QuantRecipe.ForFileType(type) is QuantRecipe recipe ? recipe.Name : "";
}
