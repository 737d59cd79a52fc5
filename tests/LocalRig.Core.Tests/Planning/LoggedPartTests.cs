using System.Globalization;
using System.Text.Json;
using LocalRig.Engines.LlamaCpp;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Units;
using Xunit;

namespace LocalRig.Core.Tests.Planning;

/// <summary>Thirty-odd public loads planned again: every part that was printed beside the planned one. Weights, caches, states and rows of logits
/// within 0.5 %, scratch within 2 %; a part that is further off is told in the log's own line (<c>differs</c>), with what is planned and why.</summary>
public class LoggedPartTests
{
    private const double OfStored = 0.005;

    private const double OfScratch = 0.02;

    private const double Printed = 0.011; // MiB: logs print two decimals

    public static TheoryData<int> Lines => [.. PublicLog.All.Select((l, i) => (l, i)).Where(x => x.l.PlannedAs.Length > 0 && x.l.PlannedAs != "GLM-5.2").Select(x => x.i)];

    [Theory, MemberData(nameof(Lines))]
    public void Each_part_is_what_was_printed_or_the_line_tells_why_not(int line)
    {
        PublicLog log = PublicLog.All.ElementAt(line);
        Dictionary<string, (double Planned, string Because)> told = Told(log);
        List<string> wrong = [];
        foreach (LoggedPart part in log.Parts.All)
        {
            string name = $"{part.Device} {part.Kind}";
            bool agrees = Agrees(part);
            if (told.Remove(name, out (double Planned, string Because) known))
            {
                wrong.AddRange(agrees ? [$"{name} is told as different, and isn't: printed {part.Printed}, planned {part.Planned:F2}"] : []);
                wrong.AddRange(Math.Abs(known.Planned - part.Planned) > Printed ? [$"{name} is told as planned at {known.Planned}, and is {part.Planned:F2}"] : []);
                wrong.AddRange(known.Because.Length < 20 ? [$"{name} is told without a reason"] : []);
            }
            else if (!agrees)
            {
                wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: printed {part.Printed}, planned {part.Planned:F2} ({(part.Planned / part.Printed - 1) * 100:F2} %)"));
            }
        }

        wrong.AddRange(told.Keys.Select(k => $"{k} is told as different, and the log has no such part"));
        Assert.True(wrong.Count == 0, $"{log}:{Environment.NewLine}{string.Join(Environment.NewLine, wrong)}");
    }

    [Fact]
    public void At_least_twenty_logs_beyond_the_first_thirteen_are_planned() => Assert.True(PublicLog.All.Count() - 17 >= 20, $"{PublicLog.All.Count()}");

    /// <summary>Scratch of builds since b9800 is within 2 % for llama's kind of layers, all of them; what is told as different is of families whose
    /// graphs changed between builds (Qwen3.5, Gemma 4), of publishers' mixes in part on the host, or over RPC.</summary>
    [Fact]
    public void What_is_told_as_different_of_builds_since_b9800_is_little()
    {
        List<LoggedPart> parts = [];
        int told = 0;
        foreach (PublicLog log in PublicLog.All.Where(l => l.PlannedAs.Length > 0 && l.PlannedAs != "GLM-5.2" && l.Build >= 9800))
        {
            parts.AddRange(log.Parts.All);
            told += Told(log).Count;
        }

        Assert.True(parts.Count >= 90, $"{parts.Count} parts");
        Assert.True(told <= 9, $"{told} of {parts.Count} parts differ");
    }

    /// <summary>Cards that llama.cpp found too small for all layers, by its own table of what they would take: all layers there are never comfortable.</summary>
    [Theory]
    [InlineData(11, 5983, 5022)] // RTX 3060 Laptop: "n_layer=33: 5994 = 5022 + (5983 = ...)", 18 layers were taken
    [InlineData(12, 6007, 6898)] // GTX 1070 Ti: "n_layer=33: 8273 = 6898 + (6007 = ...)", less than 1024 MiB left: 31 layers were taken
    public void All_layers_are_not_comfortable_where_llama_cpp_took_fewer(int line, double needed, double free)
    {
        PublicLog log = PublicLog.All.ElementAt(line);
        MemoryPlan plan = log.Parts.PlanOn(ByteSize.FromGibibytes(free / 1024), allLayers: true);
        Assert.NotEqual(Verdict.Comfortable, plan.Verdict);
        Assert.InRange(plan.Devices[0].Parts.Total.Mebibytes, needed * 0.98, needed * 1.02);
        Assert.Equal(needed > free, plan.Verdict == Verdict.DoesNotFit);
    }

    /// <summary>A card with the memory that was free: where what was printed left less than the margin there, the plan isn't comfortable; where it ran,
    /// it isn't refused.</summary>
    [Theory, MemberData(nameof(Lines))]
    public void No_plan_is_comfortable_where_the_load_left_less_than_the_margin(int line)
    {
        PublicLog log = PublicLog.All.ElementAt(line);
        JsonElement device = log.Line.GetProperty("devices")[0];
        if (log.Line.GetProperty("devices").GetArrayLength() > 1 || device.GetProperty("freeMiB").ValueKind != JsonValueKind.Number || log.Parts.Devices.Length != 1)
        {
            return;
        }

        double free = device.GetProperty("freeMiB").GetDouble();
        double taken = log.Parts.All.Where(p => p.Device != "host").Sum(p => p.Printed);
        MemoryPlan plan = log.Parts.PlanOn(ByteSize.FromGibibytes(free / 1024));
        Assert.False(taken + 1024 > free && plan.Verdict == Verdict.Comfortable, $"{log}: {taken} of {free} MiB, and {plan.Verdict}");
        Assert.True(taken > free || plan.Verdict != Verdict.DoesNotFit, $"{log}: {taken} of {free} MiB, and {plan.Verdict}");
    }

    private static bool Agrees(LoggedPart part)
    {
        double low = part.Printed - Printed;
        double high = part.Whole ? part.Printed + 1 : part.Printed + Printed;
        double off = part.Kind == "compute" ? OfScratch : OfStored;
        return part.Planned >= low * (1 - off) && part.Planned <= high * (1 + off);
    }

    private static Dictionary<string, (double Planned, string Because)> Told(PublicLog log) =>
        log.Line.TryGetProperty("differs", out JsonElement differs)
            ? differs.EnumerateArray().ToDictionary(
                d => $"{d.GetProperty("device").GetString()} {d.GetProperty("kind").GetString()}",
                d => (d.GetProperty("planned").GetDouble(), d.GetProperty("because").GetString()!))
            : [];
}
