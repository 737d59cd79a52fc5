using LocalRig.App.Tests.Sources;
using LocalRig.Core.Tests;

namespace LocalRig.App.Tests.Proof;

/// <summary>A folder of llama.cpp's real tools, as a user would name it: each a script that runs the tool in its root, on cards that aren't there where asked.</summary>
internal sealed class LlamaFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Makes it; skips the running test where there is no real llama.cpp.</summary>
    /// <param name="cards">Backend and cards for eng/llama-root, or nothing for the processor.</param>
    public LlamaFolder(params string[] cards)
    {
        if (cards.Length > 0)
        {
            RealLlama.RequireCards(cards[0]);
        }

        RealLlama.Require();
        string drawn = cards.Length > 0 ? $"--cards {cards[0]} '{cards[1]}' " : "";
        foreach (string tool in (string[])["llama-fit-params", "llama-server", "llama-bench"])
        {
            File.WriteAllText(_folder[tool], $"#!/bin/sh\nexec '{TestData.Root}/eng/llama-root' run {drawn}{tool} \"$@\"\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(_folder[tool], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
    }

    /// <summary>The folder.</summary>
    public string Path => _folder.Path;

    /// <summary>A ledger for the test alone.</summary>
    public string Ledger => _folder["ledger.db"];

    /// <summary>A file beside the tools.</summary>
    public string Beside(string name) => _folder[name];

    public void Dispose() => _folder.Dispose();
}
