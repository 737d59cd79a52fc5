namespace LocalRig.App.Tests.Sources;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("localrig-test-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string Write(string name, byte[] bytes, long length = 0)
    {
        using FileStream file = File.Create(this[name]);
        file.Write(bytes);
        file.SetLength(Math.Max(length, bytes.Length)); // what follows is a hole that takes no disk
        return this[name];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
