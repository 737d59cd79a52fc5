using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using LocalRig.Contract;
using LocalRig.Planning;
using LocalRig.Proof.Runtimes;
using LocalRig.Questions;
using LocalRig.Units;

namespace LocalRig.Proof.Verifying;

/// <summary>Has LM Studio estimate a model's memory with the plan's context: <c>lms load --estimate-only</c> (https://lmstudio.ai/docs/cli/load), which loads
/// nothing and tells two numbers.</summary>
internal static partial class LmStudioVerifier
{
    private static readonly ByteSize Rounding = new(ByteSize.BytesPerGibibyte / 100); // it prints hundredths of a GiB

    /// <summary>Verifies.</summary>
    public static async Task<VerifyReport> RunAsync(VerifyRequest request, Inquiry inquiry)
    {
        MemoryPlan plan = await PlannedRun.PlanAsync(request.Plan, inquiry).ConfigureAwait(false);
        string tag = request.Tag.Length > 0 ? request.Tag : request.Plan.Model;
        string tool = RuntimeFinder.Program("lms", request.Runtime) ?? throw new RequestException(new Problem(
            ErrorCode.Runtime, "There is no lms, LM Studio's command, on the path.", "LM Studio installs it with `npx lmstudio install-cli`; or name its folder with --runtime.", "runtime"));
        string share = plan.Rig.Devices.Length == 0 || plan.Placement.GpuLayers == 0 ? "off" : plan.Placement.GpuLayers >= plan.OffloadableLayers ? "max"
            : (plan.Placement.GpuLayers / (double)plan.OffloadableLayers).ToString("0.##", CultureInfo.InvariantCulture);
        using ToolProcess said = await ToolProcess.RunAsync(
            tool, ["load", "--estimate-only", tag, "--context-length", plan.Question.Workload.Context.ToString(CultureInfo.InvariantCulture), "--gpu", share], LlamaTools.Patience, inquiry.Cancellation).ConfigureAwait(false);
        ByteSize? cards = Find(said.All, "GPU");
        ByteSize? total = Find(said.All, "Total");
        if (total is not ByteSize all)
        {
            throw PlannedRun.Failed("lms load --estimate-only", said);
        }

        ByteSize planned = new(plan.Devices[..^1].Sum(d => d.Parts.Total.Bytes));
        ImmutableArray<VerifiedPart> parts =
        [
            new("graphics processors", ModelPart.All, planned, cards, Rounding),
            new("all memory", ModelPart.All, plan.Total, all, Rounding),
        ];
        return new VerifyReport
        {
            Runtime = "LM Studio (lms)",
            Method = "planned",
            Plan = plan,
            Parts = parts,
            Tolerance = request.Tolerance,
            Notes = ["LM Studio estimated it without loading; its estimate is a rule of its own, not what its engine allocates.", .. Differences.Explain(plan, parts)],
        };
    }

    /// <summary>A size it prints: <c>Estimated GPU Memory:   4.27 GB</c>.</summary>
    internal static ByteSize? Find(IEnumerable<string> lines, string what)
    {
        foreach (Match match in lines.Select(l => Estimate().Match(l)).Where(m => m.Success && m.Groups[1].Value == what))
        {
            double number = double.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture);
            return match.Groups[3].Value switch
            {
                "GiB" => ByteSize.FromGibibytes(number),
                "GB" => ByteSize.FromGigabytes(number),
                "MiB" => new ByteSize((long)(number * ByteSize.BytesPerMebibyte)),
                _ => new ByteSize((long)(number * 1e6)),
            };
        }

        return null;
    }

    [GeneratedRegex(@"Estimated (GPU|Total) Memory:\s+(\d+(?:\.\d+)?) (GiB|GB|MiB|MB)")]
    private static partial Regex Estimate();
}
