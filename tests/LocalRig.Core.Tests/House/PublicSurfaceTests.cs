using System.Text.RegularExpressions;
using LocalRig.Models;
using PublicApiGenerator;
using Xunit;

namespace LocalRig.Core.Tests.House;

/// <summary>What others may build on: every public type of the core with its members. A change of it is seen in the recorded text, and so
/// never made by accident.</summary>
public partial class PublicSurfaceTests
{
    private static readonly ApiGeneratorOptions Options = new()
    {
        IncludeAssemblyAttributes = false,
        ExcludeAttributes =
        [
            // the compiler's own notes, which say nothing to a caller
            "System.Runtime.CompilerServices.CompilerGeneratedAttribute",
            "System.Runtime.CompilerServices.IsReadOnlyAttribute",
            "System.Runtime.CompilerServices.NullableAttribute",
            "System.Runtime.CompilerServices.NullableContextAttribute",
            "System.Runtime.CompilerServices.TupleElementNamesAttribute",
            "System.Diagnostics.DebuggerStepThroughAttribute",
        ],
    };

    [Fact]
    public void Public_surface_is_the_recorded_one()
    {
        string path = Path.Combine(Repository.Root, "docs", "public-surface.txt");
        string surface = Short(typeof(Model).Assembly.GeneratePublicApi(Options));
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, surface);
            return;
        }

        string[] recorded = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n").Split('\n') : [];
        string[] actual = surface.Split('\n');
        string[] changes = [.. recorded.Except(actual).Select(l => "- " + l.Trim()), .. actual.Except(recorded).Select(l => "+ " + l.Trim())];
        Assert.True(
            recorded.SequenceEqual(actual),
            $"""
            The public surface of LocalRig.Core is not the one recorded in docs/public-surface.txt.
            If the change is meant, write it anew and look at what changed:
              UPDATE_GOLDEN=1 dotnet run -c Release --project tests/LocalRig.Core.Tests -- -class "*PublicSurfaceTests"
            {string.Join('\n', changes.Take(40))}
            """);
    }

    /// <summary>The text without what only repeats: blank bodies, namespaces before a type's name, that records are equatable.</summary>
    private static string Short(string text) =>
        Qualifier().Replace(Equatable().Replace(text.ReplaceLineEndings("\n"), ""), "").Replace(" { }", ";", StringComparison.Ordinal).Trim() + "\n";

    [GeneratedRegex(@" : System\.IEquatable<[^\n,]*>$", RegexOptions.Multiline)]
    private static partial Regex Equatable();

    [GeneratedRegex(@"(?<!namespace )\b(System|LocalRig)(\.[A-Z]\w*)*\.(?=[A-Z])")]
    private static partial Regex Qualifier();
}
