using LocalRig.Catalog;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Runtimes;
using LocalRig.Shapes;

namespace LocalRig.Answers;

/// <summary>A plan: what an engine allocates where, whether that fits, how fast it runs, why, and how to start it.</summary>
public static class PlanJson
{
    /// <summary>All figures of a plan; what follows are its reasons and commands.</summary>
    internal static ObjectShape<MemoryPlan> Figures { get; } = new ObjectShape<MemoryPlan>()
        .Part("model", "The model.", p => p.Model, Model())
        .Part("quantization", "How the weights are stored.", p => p.Model, Quantization())
        .Text("engine", "Engine and version whose rules were applied, such as llama.cpp@0.7.0.", p => p.Engine)
        .Part("workload", "The request with every default filled in.", p => p, WorkloadJson.Shape)
        .Part("placement", "What lies on devices and what on the host, every auto resolved.", p => p, Placement())
        .List("devices", "What each device holds, main memory last.", p => p.Devices, Device())
        .ListIfAny("loaded", "What each device really holds, where there isn't memory enough to run pipelined and llama.cpp loads at its second try, without; devices are the first try's then. Missing everywhere else.", p => p.SecondTry is { } loaded ? loaded : (IEnumerable<DevicePlan>?)null, Device())
        .Bytes("totalBytes", "Bytes the engine allocates in all; drivers' memory is not in it.", p => p.Total)
        .Word("exactness", "How exactly the bytes are known.", AnswerWords.Word, p => p.Exactness)
        .When(p => p.Exactness != Exactness.Exact, inexact => inexact
            .Bytes("lowBytes", "The fewest bytes it can be; only where they are not exact.", p => p.Low)
            .Bytes("highBytes", "The most bytes it can be; only where they are not exact.", p => p.High)
            .Text("exactnessReason", "Why the bytes are not exact; only where they are not.", p => p.ExactnessReason))
        .Word("verdict", "Whether and how well it fits.", AnswerWords.Word, p => p.Verdict)
        .Text("advice", "The verdict in one sentence, with the first thing to change.", p => p.Advice)
        .Integer("maxContext", "The largest context that fits in this placement, in tokens; 0 where none does or it wasn't looked for.", p => p.MaxContext)
        .PartIfAny("fit", "What llama.cpp's own fitting (--fit) chooses, which this plan then is; only where asFit asks for it.", p => p.Fit is null ? null : p, new ObjectShape<MemoryPlan>()
            .Text("arguments", "The options it sets, as llama-fit-params prints them.", p => p.Fit!.Arguments)
            .Text("gaveUp", "Why it gave up; empty where it didn't.", p => p.Fit!.GaveUp)
            .Text("ownChoice", "What LocalRig would choose for the same context, and how fast both are; empty where that wasn't asked.", p => p.Fit!.Beside(p))
            .Flag("forecastRounds", "Whether throughput counts the layer whose experts are divided as if all of them lay in main memory.", p => p.Fit!.ForecastRounds))
        .PartIfAny("projector", "The vision projector beside the model, in the devices' figures; missing without one.", p => p.Question.Vision, new ObjectShape<VisionLoad>()
            .Text("file", "The file.", v => v.Name)
            .Bytes("weightsBytes", "Bytes of its tensors.", v => v.Weights)
            .Bytes("scratchBytes", "Bytes of its own scratch, where it runs.", v => v.Scratch)
            .Bytes("mostScratchBytes", "The same for the largest picture it takes.", v => v.MostScratch)
            .Bytes("hostScratchBytes", "Bytes that stay in main memory while it runs on a device.", v => v.HostScratch)
            .Text("pictures", "The size of the picture that the scratch is for.", v => v.Pictures)
            .Flag("onHost", "Whether it is kept on the processor.", v => v.OnHost))
        .PartIfAny("throughput", "How fast it runs; missing where that isn't known.", p => p.Forecast is null && p.AtMost is null ? null : p, Throughput())
        .TextsIfAny("cautions", "What to mind when starting it, one sentence each; missing where there is nothing.", Cautions)
        .MachineNotes(p => p.Rig.Notes);

    /// <summary>Why each figure is what it is.</summary>
    internal static ObjectShape<MemoryPlan> Reasons { get; } = new ObjectShape<MemoryPlan>()
        .List("because", "Why each figure is what it is.", p => p.Because, new ObjectShape<Because>()
            .Text("value", "The figure.", b => b.Value)
            .Text("formula", "How it is worked out.", b => b.Formula)
            .Map("inputs", "What the formula was given, by name: numbers and texts.", "", (json, b) =>
            {
                foreach (BecauseInput input in b.Inputs)
                {
                    if (input.Number is double number)
                    {
                        json.WriteNumber(input.Name, number);
                    }
                    else
                    {
                        json.WriteString(input.Name, input.Text);
                    }
                }
            })
            .Text("source", "Where the formula or figure is published.", b => b.Source)
            .Word("kind", "What sort of knowledge it is.", AnswerWords.Word, b => b.Kind));

    /// <summary>The shape.</summary>
    public static ObjectShape<MemoryPlan> Shape { get; } = new ObjectShape<MemoryPlan>("plan")
        .Include(p => p, Figures)
        .Include(p => p, Reasons)
        .Include(p => RuntimeCommands.Of(p), ScriptsJson.Shape);

    private static ObjectShape<Model> Model() =>
        new ObjectShape<Model>()
            .Text("id", "The model's name.", m => m.Id)
            .Text("architecture", "Its architecture, as llama.cpp names it.", m => m.Metadata.Architecture)
            .Integer("parameters", "How many weights it has.", m => m.Tensors.Elements)
            .Integer("activeParameters", "How many of them one token is computed with.", ActiveParameters.Of)
            .Flag("nominal", "Whether no such model is published and it was planned on the shape of another.", m => m.Nominal)
            .Text("released", "When it was released: an ISO date, as its source writes it; may be empty.", m => m.Released)
            .Text("license", "Its licence; may be empty.", m => m.License)
            .Text("businessUse", "What its licence says of business use: free, conditions (read them), no; empty when unknown.", m => LicenseTerms.BusinessUse(m.License))
            .Text("notice", "What to know about the model before relying on the plan; may be empty.", m => m.Notice);

    private static ObjectShape<Model> Quantization() =>
        new ObjectShape<Model>()
            .Text("name", "The quantization's name, such as Q4_K_M; may be empty.", m => m.QuantName)
            .Number("bitsPerWeight", "Bits per weight on average.", m => Math.Round(m.Tensors.BitsPerWeight, 3))
            .Bytes("tensorBytes", "Bytes of all tensors.", m => m.Tensors.TotalSize);

    private static ObjectShape<MemoryPlan> Placement() =>
        new ObjectShape<MemoryPlan>()
            .Integer("gpuLayers", "Layers on devices.", p => p.Placement.GpuLayers)
            .Integer("nCpuMoe", "First layers whose experts stay on the host.", p => p.Placement.CpuMoeLayers)
            .Numbers("tensorSplit", "Share of each device; empty where shared by memory.", p => p.Placement.TensorSplit.IsDefault ? [] : p.Placement.TensorSplit)
            .Bytes("marginBytes", "Bytes to leave free on every device to count as comfortable.", p => p.Margin);

    private static ObjectShape<DevicePlan> Device() =>
        new ObjectShape<DevicePlan>()
            .Text("name", "The device's name.", d => d.Name)
            .Word("backend", "The backend that computes there.", Backends.Word, d => d.Backend)
            .Include(d => d.Parts, PartsJson.Shape)
            .Bytes("runtimeBytes", "Likely bytes of the driver and runtime on top of what the engine allocates.", d => d.RuntimeBytes)
            .Integer("runtimeLowBytes", "The fewest bytes of driver and runtime.", d => d.IsUsed ? d.Runtime.Low.Bytes : 0)
            .Integer("runtimeHighBytes", "The most bytes of driver and runtime.", d => d.IsUsed ? d.Runtime.High.Bytes : 0)
            .Bytes("totalBytes", "Bytes of all parts and of driver and runtime.", d => d.Total)
            .Bytes("capacityBytes", "Bytes of memory there are.", d => d.Capacity)
            .Bytes("usableBytes", "Bytes that can be had of them.", d => d.Usable)
            .Bytes("headroomBytes", "Usable bytes left; negative where they don't suffice.", d => d.Headroom);

    private static ChoiceShape<MemoryPlan> Throughput() =>
        new ChoiceShape<MemoryPlan>().Case(p => p.Forecast, ForecastJson.Shape).Case(p => p.AtMost, SpeedBoundJson.Shape);

    private static string[]? Cautions(MemoryPlan plan)
    {
        string[] cautions = [.. LlamaServerCommand.Cautions(plan)];
        return cautions.Length > 0 ? cautions : null;
    }
}
