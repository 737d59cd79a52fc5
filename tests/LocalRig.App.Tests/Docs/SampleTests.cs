using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Text.RegularExpressions;
using LocalRig.App.Tests.Cli;
using LocalRig.App.Tests.Sources;
using LocalRig.Core.Tests.House;
using LocalRig.Questions;
using Xunit;

namespace LocalRig.App.Tests.Docs;

/// <summary>The documentation's own samples work: C# is compiled against the core and run, command lines are understood.</summary>
public sealed partial class SampleTests
{
    [Fact]
    public async Task Samples_in_CSharp_compile_and_run()
    {
        string[] samples = [.. Fences("csharp").Select(f => f.Text)];
        Assert.True(samples.Length >= 3);
        using TemporaryFolder folder = new();
        string core = typeof(Desk).Assembly.Location;
        for (int i = 0; i < samples.Length; i++)
        {
            Assert.InRange(samples[i].Split('\n').Count(l => l.Length > 0), 1, 7);
            string project = Path.Combine(folder.Path, $"sample{i}");
            Directory.CreateDirectory(project);
            File.WriteAllText(Path.Combine(project, "Program.cs"), samples[i]);
            File.WriteAllText(Path.Combine(project, $"sample{i}.csproj"), $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings><TreatWarningsAsErrors>true</TreatWarningsAsErrors></PropertyGroup>
                  <ItemGroup><Reference Include="LocalRig.Core" HintPath="{core}" /></ItemGroup>
                </Project>
                """);
            ProcessStartInfo run = new("dotnet", ["run", "--project", project]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = project };
            using Process process = Process.Start(run)!;
            Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode == 0, $"{samples[i]}\n{output}\n{await error}");
            Assert.Contains(i switch { 0 => "\"verdict\":\"comfortable\"", 1 => "Comfortable: ", _ => "\"code\":\"limit\"" }, output, StringComparison.Ordinal);
        }
    }

    /// <summary>Every <c>localrig …</c> in a sample or between backticks is a command line the program takes.</summary>
    [Fact]
    public async Task Command_lines_are_understood()
    {
        string[] lines = [.. Fences("sh").SelectMany(f => f.Text.Split('\n')).Concat(Pages().SelectMany(p => Inline().Matches(p.Text).Select(m => m.Groups[1].Value))).Select(Command).OfType<string>().Distinct()];
        Assert.True(lines.Length > 40, $"{lines.Length}");
        List<string> wrong = [];
        foreach (string line in lines)
        {
            CommandLine.Answer answer = await CommandLine.RealAsync([.. CommandLineParser.SplitCommandLine(line), "--help"]);
            if (answer.Code != 0)
            {
                wrong.Add($"{line}: {answer.Error.Trim()}");
            }
        }

        Assert.Empty(wrong);
    }

    /// <summary>Lines of a batch in the documentation are answered.</summary>
    [Fact]
    public async Task Batch_lines_are_answered()
    {
        string lines = string.Join('\n', Fences("json").Where(f => f.Page == "desk.md").Select(f => f.Text));
        string[] answers = (await CommandLine.RealAsync(["--batch", "-"], input: lines)).Output.TrimEnd().Split('\n');
        Assert.Equal(lines.TrimEnd().Split('\n').Length, answers.Length);
        Assert.All(answers, a => Assert.DoesNotContain("{\"error\"", a, StringComparison.Ordinal));
    }

    private static string? Command(string line)
    {
        Match found = Call().Match(line.Split('#')[0]);
        string command = found.Groups[1].Value.Trim();
        return !found.Success || command.Length == 0 || command.Any("…|<>$&;(".Contains) ? null : command;
    }

    private static IEnumerable<(string Page, string Text)> Pages() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md").Append(Path.Combine(Repository.Root, "README.md")).Append(Path.Combine(Repository.Root, "CONTRIBUTING.md"))
            .Select(p => (Path.GetFileName(p), File.ReadAllText(p).ReplaceLineEndings("\n")));

    private static IEnumerable<(string Page, string Text)> Fences(string language) =>
        Pages().SelectMany(p => Fence().Matches(p.Text).Where(m => m.Groups[1].Value == language).Select(m => (p.Page, m.Groups[2].Value)));

    [GeneratedRegex(@"^```(\w+)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"(?<!`)`((?:\./)?localrig [^`\n]+)`(?!`)")]
    private static partial Regex Inline();

    [GeneratedRegex(@"^(?:\$ )?(?:\./)?localrig (.*)$")]
    private static partial Regex Call();
}
