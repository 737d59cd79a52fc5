using LocalRig.Engines;
using LocalRig.Engines.LlamaCpp;
using LocalRig.Units;
using Xunit;

namespace LocalRig.Core.Tests.Engines.LlamaCpp;

/// <summary>Whole plans against what llama.cpp allocated, per device and part, to the byte.</summary>
public class LlamaCppEngineTests
{
    /// <summary>Suites measured on mapped files, where the mapped range replaces host buffers.</summary>
    private static readonly string[] Mapped = ["R-real", "M-mmap", "X-rss"];

    /// <summary>One in this many of the big grids is planned, so that a test run stays short; of the other suites every cell is.</summary>
    private const int GridStep = 5;

    [Fact]
    public void Every_part_of_every_device_is_what_llama_cpp_allocated()
    {
        LlamaCppEngine engine = new(LlamaCppProfile.V050);
        List<string> wrong = [];
        int seen = 0;
        int number = 0;
        foreach (RecordedCell cell in RecordedCell.ReadAll().Where(c => !Mapped.Contains(c.Suite)))
        {
            bool grid = cell.Suite[0] is 'A' or 'B' or 'W';
            if (grid && number++ % GridStep != 0)
            {
                continue;
            }

            EngineAllocation plan = engine.Allocate(cell.Model, cell.Workload, cell.Placement, cell.Rig);
            foreach (DeviceAllocation device in plan.Devices)
            {
                Compare(cell, device, "model_by_buft", device.Weights, wrong);
                Compare(cell, device, "context_by_buft", device.KvCache + device.RecurrentState, wrong);
                Compare(cell, device, "compute_by_buft", device.Compute, wrong);
                Compare(cell, device, "output_by_buft", device.Output, wrong);
            }

            seen++;
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.InRange(seen, 1_500, 5_000);
    }

    private static void Compare(RecordedCell cell, DeviceAllocation device, string part, ByteSize ours, List<string> wrong)
    {
        long theirs = cell.Bytes(part).Where(b => DeviceOf(b.Key) == device.Name).Sum(b => b.Value);
        if (theirs != ours.Bytes)
        {
            wrong.Add($"{cell.Id} {cell.Row["spec"]} {cell.Row["params"]!.ToJsonString()} {part} {device.Name}: llama.cpp {theirs}, ours {ours.Bytes}");
        }
    }

    /// <summary><c>CUDA1</c> is the second device; pinned and plain host memory are the host's.</summary>
    private static string DeviceOf(string bufferType) =>
        bufferType.StartsWith("CPU", StringComparison.Ordinal) || bufferType.EndsWith("_Host", StringComparison.Ordinal)
            ? "host"
            : $"gpu{bufferType.AsSpan(bufferType.IndexOfAnyInRange('0', '9'))}";
}
