using System.Collections.Immutable;
using LocalRig.Contract;
using LocalRig.Planning;
using LocalRig.Proof.Runtimes;
using LocalRig.Questions;
using LocalRig.Rigs;
using LocalRig.Runtimes;

namespace LocalRig.Proof.Verifying;

/// <summary>A plan for a llama.cpp of this machine, and how its tools are told.</summary>
/// <param name="Tools">The llama.cpp.</param>
/// <param name="Request">The request, for the devices it sees and the version it is.</param>
/// <param name="Machine">This machine.</param>
/// <param name="Seen">The devices it sees.</param>
/// <param name="Notes">What had to be settled on the way.</param>
internal sealed record PlannedRun(LlamaTools Tools, PlanRequest Request, Rig Machine, ImmutableArray<SeenDevice> Seen, ImmutableArray<string> Notes)
{
    /// <summary>Finds the tools, and asks for the plan on the devices they see unless a rig is named.</summary>
    public static async Task<PlannedRun> MakeAsync(PlanRequest request, string runtime, string rpc, Inquiry inquiry)
    {
        LlamaTools tools = await LlamaTools.FindAsync(runtime, inquiry.Cancellation).ConfigureAwait(false);
        ImmutableArray<SeenDevice> seen = await tools.DevicesAsync(rpc, inquiry.Cancellation).ConfigureAwait(false);
        List<string> notes = [];
        bool here = request.Rig is ThisMachineRig;
        Rig machine = await inquiry.RigAsync(here ? request.Rig : new ThisMachineRig()).ConfigureAwait(false);
        if (here)
        {
            if (seen.Length == 0 && machine.Devices.Length > 0)
            {
                notes.Add($"This llama.cpp sees no device, though the machine has {machine.Devices[0].Model ?? machine.Devices[0].Name}: it was built without its backend, or the driver is missing. Compared on the processor.");
            }

            request = request with { Rig = new DescribedRig(SeenRig.Of(machine, seen)) };
        }

        return new PlannedRun(tools, request with { Engine = request.Engine ?? tools.Engine }, machine, seen, [.. notes]);
    }

    /// <summary>The plan.</summary>
    public static Task<MemoryPlan> PlanAsync(PlanRequest request, Inquiry inquiry) => inquiry.Desk.AskAsync(AskPlan.Question, request, inquiry.Limits, cancellation: inquiry.Cancellation);

    /// <summary>llama-server's arguments for a plan, its model being a file.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="file">The file.</param>
    /// <param name="rpc">RPC servers, or empty.</param>
    public static List<string> Arguments(MemoryPlan plan, string file, string rpc)
    {
        MemoryPlan named = plan with { Model = plan.Model with { Source = file }, Question = plan.Question with { Projector = null } };
        string line = rpc.Length > 0 ? LlamaServerCommand.Line(named, rpc.Split(',')) : LlamaServerCommand.Line(named);
        return [.. ShellWords.Of(line).Skip(1)];
    }

    /// <summary>Whether a plan's model is a whole file of this machine.</summary>
    public static bool IsHere(MemoryPlan plan) => plan.Model.Source.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) && File.Exists(plan.Model.Source);

    /// <summary>The plan beside what the runtime told.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="actual">What the runtime told.</param>
    /// <param name="parts">The parts it tells.</param>
    public ImmutableArray<VerifiedPart> Compare(MemoryPlan plan, ImmutableArray<ActualPart> actual, params ModelPart[] parts)
    {
        ImmutableArray<VerifiedPart>.Builder compared = ImmutableArray.CreateBuilder<VerifiedPart>();
        for (int i = 0; i < plan.Devices.Length; i++)
        {
            DevicePlan device = plan.Devices[i];
            string name = i == plan.Devices.Length - 1 ? PrintedBuffers.Host : i < Seen.Length ? Seen[i].Name : device.Name;
            foreach (ModelPart part in parts)
            {
                Units.ByteSize predicted = part switch
                {
                    ModelPart.Weights => device.Parts.Weights,
                    ModelPart.Context => device.Parts.KvCache + device.Parts.RecurrentState,
                    ModelPart.Compute => device.Parts.Compute,
                    ModelPart.Output => device.Parts.Output,
                    _ => device.Parts.Total,
                };
                ActualPart? told = actual.Where(a => a.Device == name && a.Part == part).Select(a => (ActualPart?)a).LastOrDefault();
                if (told is not null || predicted.Bytes > 0)
                {
                    compared.Add(new VerifiedPart(name, part, predicted, told?.Size, told?.Resolution ?? default));
                }
            }
        }

        foreach (ActualPart other in actual.Where(a => a.Size.Bytes > a.Resolution.Bytes && !compared.Any(c => c.Device == a.Device && c.Part == a.Part)))
        {
            compared.Add(new VerifiedPart(other.Device, other.Part, default, other.Size, other.Resolution));
        }

        return compared.ToImmutable();
    }

    /// <summary>What a tool said last, where it failed.</summary>
    public static RequestException Failed(string tool, ToolProcess said)
    {
        string why = said.All.LastOrDefault(l => l.Contains("error", StringComparison.OrdinalIgnoreCase) || l.Contains("failed", StringComparison.OrdinalIgnoreCase))
            ?? said.All.LastOrDefault(l => l.Trim().Length > 0) ?? "it said nothing";
        return new RequestException(new Problem(ErrorCode.Runtime, $"{tool} failed: {why.Trim()}", "Is this llama.cpp new enough for the model? `localrig runtimes` shows its version.", "runtime"));
    }
}
