using System.Reflection;

namespace LocalRig.Tables;

/// <summary>The files of <c>data</c> that this build carries.</summary>
internal static class CarriedFile
{
    /// <summary>What carries the files of <c>LaterData.props</c> where the core itself doesn't: in a browser, once it has come.</summary>
    public static Assembly? Later { get; set; }

    /// <summary>A file's bytes.</summary>
    /// <param name="name">Its path below <c>data</c>: <c>evidence/rankings.csv</c>.</param>
    /// <exception cref="InvalidOperationException">The build lacks it.</exception>
    public static Stream Open(string name) =>
        typeof(CarriedFile).Assembly.GetManifestResourceStream(name) ?? Later?.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"This build lacks {name}.");

    /// <summary>A file's bytes in memory.</summary>
    /// <inheritdoc cref="Open"/>
    public static byte[] Bytes(string name)
    {
        using Stream stream = Open(name);
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>A file's text.</summary>
    /// <inheritdoc cref="Open"/>
    public static string Text(string name)
    {
        using StreamReader reader = new(Open(name));
        return reader.ReadToEnd();
    }
}
