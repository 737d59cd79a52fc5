using System.Runtime.CompilerServices;
using Xunit;

namespace LocalRig.App.Tests.Cli;

/// <summary>Compares a screen with the one somebody looked at and approved. Run the tests with UPDATE_GOLDEN=1 to write new ones, then look at them.</summary>
internal static class Golden
{
    public static void Matches(string actual, string name, [CallerFilePath] string testFile = "")
    {
        string path = Path.Combine(Path.GetDirectoryName(testFile)!, "Golden", name + ".txt");
        string screen = string.Join('\n', actual.ReplaceLineEndings("\n").Split('\n').Select(l => l.TrimEnd())).TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, screen);
            return;
        }

        Assert.True(File.Exists(path), $"No approved screen {name}; write it with UPDATE_GOLDEN=1 and look at it.");
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), screen);
    }
}
