using LocalRig.Advice;
using LocalRig.Advice.Levers;
using LocalRig.Catalog;
using LocalRig.Engines.LlamaCpp;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Workloads;
using Xunit;

namespace LocalRig.Core.Tests.Advice;

/// <summary>The options a lever names, given to the real llama-fit-params: it takes them, and caches shrink by what the lever says, within
/// the MiB it rounds both figures to.</summary>
public sealed class RealLeverTests
{
    [Theory]
    [InlineData("Llama-3.2-1B")]
    [InlineData("Qwen3.5-4B")]
    [InlineData("gemma-3-12b")]
    public void Options_do_what_a_lever_says(string id)
    {
        RealLlama.Require();
        Model model = ModelCatalog.Default.Get(id).ToModel("Q8_0");
        string file = $"/tmp/localrig-{Environment.ProcessId}-{id}-levers.gguf";
        SyntheticGguf.Write(file, model.Metadata, model.Tensors.Tensors);
        try
        {
            Workload workload = new() { Context = 16384, Parallel = 2, FlashAttention = FlashAttention.On };
            Rig processor = new() { Name = "a processor", Devices = [], Host = new Host { Memory = ByteSize.FromGibibytes(1024) } };
            LeverBoard board = LeverBoard.Of(new Configuration(new LlamaCppEngine(), model, new PlanQuestion { Workload = workload }, processor), QuantLadder.Of(model));
            long before = Caches(file, "-c 16384 -np 2");
            string[] tried = ["kv-q8_0", "kv-q4_0", "context-8192", "one-slot-fewer", "ubatch-256"];
            foreach (LeverEffect effect in board.Effects.Where(e => tried.Contains(e.Levers[0].Id)))
            {
                long after = Caches(file, $"-c 16384 -np 2 {effect.Levers[0].Options}");
                ByteSize saved = OfCaches(effect.Before) - OfCaches(effect.After);
                Assert.True(Math.Abs(before - after - saved.Mebibytes) <= 2, $"{effect.Levers[0].Options}: llama.cpp {before} to {after} MiB, ours {saved}");
            }

            Assert.Equal(tried.Length, board.Effects.Count(e => tried.Contains(e.Levers[0].Id)));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static ByteSize OfCaches(MemoryPlan plan) => plan.Host.Parts.KvCache + plan.Host.Parts.RecurrentState;

    /// <summary>The second figure of <c>Host MODEL CONTEXT COMPUTE</c>, in MiB. Of an option given twice, llama.cpp takes the last.</summary>
    private static long Caches(string file, string options)
    {
        string printed = RealLlama.Run(["llama-fit-params", "-m", file, "-fit", "off", "-fitp", "on", "-fa", "on", .. options.Split(' ')]);
        string? line = printed.Split('\n').LastOrDefault(l => l.StartsWith("Host ", StringComparison.Ordinal));
        Assert.True(line is not null, printed);
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2]);
    }
}
