using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace LocalRig.Core.Tests.House;

/// <summary>The arrows of docs/architecture.md: which project and which namespace may know which.</summary>
public partial class ArrowTests
{
    /// <summary>Every room of the core, from the ground up: each may use itself and the ones its row names. Two rooms that name each other
    /// are two sides of one thing: Models and Quantization (a tensor has a type, a recipe gives types to tensors), Planning and Engines (a
    /// planner asks an engine, an engine answers about a placement), Planning and Forecasting (a plan carries its forecast).</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Units"] = [],
        ["Tables"] = [],
        ["Shapes"] = ["Units"],
        ["Models"] = ["Units", "Quantization"],
        ["Quantization"] = ["Units", "Models", "Architectures"],
        ["Architectures"] = ["Models", "Quantization"],
        ["Formats"] = ["Units", "Quantization", "Models"],
        ["Graphs"] = ["Quantization", "Models"],
        ["Workloads"] = ["Quantization"],
        ["Rigs"] = ["Units"],
        ["Devices"] = ["Units", "Rigs", "Tables"],
        ["Prices"] = ["Tables"],
        ["Evidence"] = ["Tables", "Prices"],
        ["Contract"] = ["Units", "Prices", "Shapes"],
        ["Catalog"] = ["Units", "Tables", "Quantization", "Models", "Architectures", "Contract"],
        ["Engines"] = ["Units", "Quantization", "Models", "Architectures", "Graphs", "Workloads", "Rigs", "Planning"],
        ["Planning"] = ["Units", "Quantization", "Models", "Architectures", "Workloads", "Rigs", "Engines", "Forecasting"],
        ["Forecasting"] = ["Tables", "Quantization", "Models", "Architectures", "Workloads", "Rigs", "Devices", "Evidence", "Planning"],
        ["Runtimes"] = ["Units", "Tables", "Quantization", "Models", "Workloads", "Rigs", "Prices", "Catalog", "Planning"],
        ["Serving"] = ["Units", "Tables", "Quantization", "Models", "Architectures", "Rigs", "Runtimes"],
        ["Words"] = ["Units", "Rigs", "Devices", "Prices", "Contract", "Serving"],
        ["Advice"] =
        [
            "Units", "Tables", "Quantization", "Models", "Architectures", "Workloads", "Rigs", "Devices", "Prices", "Evidence", "Contract", "Catalog", "Engines", "Planning", "Forecasting", "Runtimes",
            "Serving", "Words",
        ],
        ["Audit"] = ["Units", "Models", "Rigs", "Devices", "Prices", "Evidence", "Contract", "Catalog", "Engines", "Planning", "Forecasting", "Words", "Advice"],
        ["Answers"] =
        [
            "Units", "Shapes", "Quantization", "Models", "Workloads", "Rigs", "Prices", "Evidence", "Contract", "Catalog", "Engines", "Planning", "Forecasting", "Runtimes", "Serving", "Advice", "Audit",
        ],
        ["Questions"] =
        [
            "Units", "Shapes", "Quantization", "Models", "Workloads", "Rigs", "Devices", "Prices", "Evidence", "Contract", "Catalog", "Engines", "Planning", "Forecasting", "Runtimes", "Serving", "Words",
            "Advice", "Audit", "Answers",
        ],
    };

    [Fact]
    public void Core_has_no_packages_and_no_projects() => Assert.Empty(References("LocalRig.Core"));

    [Fact]
    public void Projects_point_one_way()
    {
        Assert.DoesNotContain("LocalRig.Cli", References("LocalRig.Local").Concat(References("LocalRig.Web")));
        Assert.DoesNotContain("LocalRig.Web", References("LocalRig.Local"));
        Assert.Contains("LocalRig.Core", References("LocalRig.Local"));
        Assert.Equal(["LocalRig.Core"], References("LocalRig.Site"));
        Assert.Equal(["Microsoft.Data.Sqlite", "Npgsql", "LocalRig.Core"], References("LocalRig.Ledger"));
        Assert.Equal(["LocalRig.Ledger", "LocalRig.Core"], References("LocalRig.Proof"));
        Assert.DoesNotContain(References("LocalRig.Local"), r => r.StartsWith("Spectre", StringComparison.Ordinal) || r == "System.CommandLine");
        Assert.DoesNotContain(References("LocalRig.Web"), r => r.StartsWith("Spectre", StringComparison.Ordinal) || r == "System.CommandLine");
    }

    [Fact]
    public void Namespaces_of_the_core_know_only_what_lies_below()
    {
        List<string> wrong = [];
        HashSet<(string From, string To)> used = [];
        foreach (string file in Repository.Sources("src/LocalRig.Core"))
        {
            string room = Room(file);
            foreach (string other in UsedRooms(file).Where(u => u != room))
            {
                used.Add((room, other));
                if (!Allowed.TryGetValue(room, out string[]? below) || !below.Contains(other))
                {
                    wrong.Add($"{Path.GetRelativePath(Repository.Root, file)} uses LocalRig.{other}");
                }
            }
        }

        wrong.AddRange(Allowed.SelectMany(row => row.Value.Where(other => !used.Contains((row.Key, other))).Select(other => $"{row.Key} may use {other} and doesn't")));
        Assert.Empty(wrong);
    }

    [Fact]
    public void Namespaces_follow_folders()
    {
        IEnumerable<string> wrong =
            from project in new[] { "LocalRig.Core", "LocalRig.Local", "LocalRig.Ledger", "LocalRig.Proof", "LocalRig.Web", "LocalRig.Site", "LocalRig.Cli" }
            from file in Repository.Sources($"src/{project}")
            let folder = Path.GetDirectoryName(Path.GetRelativePath(Path.Combine(Repository.Root, "src", project), file))!
            let root = project == "LocalRig.Core" ? "LocalRig" : project
            let expected = folder.Length == 0 ? root : $"{root}.{folder.Replace(Path.DirectorySeparatorChar, '.')}"
            let actual = NamespaceLine().Match(File.ReadAllText(file)).Groups[1].Value
            where actual.Length > 0 && actual != expected
            select $"{file}: {actual}, expected {expected}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void Files_hold_one_idea()
    {
        const int Most = 400;
        IEnumerable<string> tooLong = Repository.Sources("src").Concat(Repository.Sources("tests"))
            .Where(f => File.ReadLines(f).Count() > Most);
        Assert.Empty(tooLong);
    }

    private static string Room(string file) =>
        Path.GetRelativePath(Path.Combine(Repository.Root, "src", "LocalRig.Core"), file).Split(Path.DirectorySeparatorChar)[0];

    private static IEnumerable<string> UsedRooms(string file) =>
        UsingLine().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value).Distinct();

    private static List<string> References(string project)
    {
        XDocument file = XDocument.Load(Path.Combine(Repository.Root, "src", project, project + ".csproj"));
        return
        [
            .. file.Descendants("PackageReference").Select(p => p.Attribute("Include")!.Value),
            .. file.Descendants("ProjectReference").Select(p => Path.GetFileNameWithoutExtension(p.Attribute("Include")!.Value)),
        ];
    }

    [GeneratedRegex(@"^using (?:static )?LocalRig\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex UsingLine();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();
}
