using LocalRig.Contract;
using LocalRig.Local.Sources;
using LocalRig.Models;

namespace LocalRig.Cli.Lookup;

/// <summary>Turns what files say into a model.</summary>
internal static class FileModel
{
    public static Model Of(ModelFiles files) =>
        files switch
        {
            GgufFiles gguf => new Model(gguf.Name, gguf.Model.Metadata, null, new TensorLayout(gguf.Model.Tensors), "") { Source = gguf.Location },
            _ => throw new RequestException(new Problem(ErrorCode.ModelUnreadable, $"{files.Location} is in a format LocalRig can't plan yet.", "Name a GGUF file.", files.Location)),
        };
}
