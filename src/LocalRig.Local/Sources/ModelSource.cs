namespace LocalRig.Local.Sources;

/// <summary>Opens models wherever they are and reads their headers, never their weights.</summary>
public static class ModelSource
{
    /// <summary>Reads the headers of a model on this machine.</summary>
    /// <param name="path">A GGUF file, any part of a split one, or a folder of safetensors.</param>
    /// <exception cref="ModelSourceException">There is no readable model.</exception>
    public static ModelFiles OpenLocal(string path) => LocalFiles.Open(path);
}
