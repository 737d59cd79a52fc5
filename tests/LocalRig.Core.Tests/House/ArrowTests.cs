using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace LocalRig.Core.Tests.House;

/// <summary>The arrows of docs/architecture.md: which project and which namespace may know which.</summary>
public partial class ArrowTests
{
    /// <summary>Namespaces of the core from the ground up: each may use itself and the ones its row names.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Units"] = [],
        ["Quantization"] = ["Units", "Models", "Architectures"],
        ["Models"] = ["Units", "Quantization"],
        ["Graphs"] = ["Units", "Quantization", "Models"],
        ["Workloads"] = ["Quantization"],
        ["Rigs"] = ["Units"],
        ["Tables"] = [],
        ["Devices"] = ["Units", "Rigs", "Tables"],
        ["Prices"] = ["Tables"],
        ["Formats"] = ["Units", "Quantization", "Models"],
        ["Architectures"] = ["Units", "Quantization", "Models"],
    };

    /// <summary>The upper floors, by what they must not know.</summary>
    private static readonly Dictionary<string, string[]> Forbidden = new()
    {
        ["Engines"] = ["Contract", "Runtimes", "Forecasting", "Catalog", "Formats", "Evidence", "Advice", "Audit", "Devices"],
        ["Planning"] = ["Contract", "Runtimes", "Formats", "Catalog", "Advice", "Audit", "Devices"],
        ["Evidence"] = ["Contract", "Formats", "Catalog", "Engines", "Planning", "Forecasting", "Advice", "Audit", "Devices"],
        ["Runtimes"] = ["Contract", "Formats", "Forecasting", "Evidence", "Serving", "Advice", "Audit", "Devices"],
        ["Forecasting"] = ["Contract", "Formats", "Catalog", "Advice", "Audit"],
        ["Catalog"] = ["Planning", "Engines", "Audit", "Devices"],
        ["Serving"] = ["Contract", "Formats", "Catalog", "Forecasting", "Advice", "Audit", "Devices"],
        ["Words"] = ["Formats", "Catalog", "Engines", "Planning", "Evidence", "Forecasting", "Runtimes", "Serving", "Advice", "Audit"],
        ["Advice"] = ["Audit"],
    };

    [Fact]
    public void Core_has_no_packages_and_no_projects() => Assert.Empty(References("LocalRig.Core"));

    [Fact]
    public void Projects_point_one_way()
    {
        Assert.DoesNotContain("LocalRig.Cli", References("LocalRig.Local"));
        Assert.Contains("LocalRig.Core", References("LocalRig.Local"));
        Assert.DoesNotContain(References("LocalRig.Local"), r => r.StartsWith("Spectre", StringComparison.Ordinal) || r == "System.CommandLine");
    }

    [Fact]
    public void Namespaces_of_the_core_know_only_what_lies_below()
    {
        List<string> wrong = [];
        foreach (string file in Repository.Sources("src/LocalRig.Core"))
        {
            string room = Room(file);
            foreach (string used in UsedRooms(file).Where(u => u != room))
            {
                bool fine = Allowed.TryGetValue(room, out string[]? below) ? below.Contains(used)
                    : !Forbidden.TryGetValue(room, out string[]? not) || !not.Contains(used);
                if (!fine)
                {
                    wrong.Add($"{Path.GetRelativePath(Repository.Root, file)} uses LocalRig.{used}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Namespaces_follow_folders()
    {
        IEnumerable<string> wrong =
            from project in new[] { "LocalRig.Core", "LocalRig.Local", "LocalRig.Cli" }
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
