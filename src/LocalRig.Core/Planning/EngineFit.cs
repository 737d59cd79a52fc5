using System.Globalization;
using LocalRig.Engines;
using LocalRig.Models;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Workloads;

namespace LocalRig.Planning;

/// <summary>Lets the engine's own fitting choose: what it is given of a rig and a request, and what it answers in the engine's options.</summary>
internal static class EngineFit
{
    /// <summary>What the engine's fitting chooses.</summary>
    /// <exception cref="EngineException">It can't be known.</exception>
    public static FittedParameters Of(IEngine engine, Trial trial, Model model, PlanQuestion question, Rig rig)
    {
        if (model.Architecture is null)
        {
            throw new EngineException($"LocalRig has no graph of {model.Id}, so what llama.cpp's own fitting would choose can't be told; leave --as-fit out.");
        }

        int layers = LayerCount.Offloadable(model);
        Placement start = question.Placement.Resolve(layers, 0);
        FittedParameters fitted = engine.Fit(new FitQuestion
        {
            Model = model,
            Workload = question.Workload.WithDraftsNeeds(),
            Placement = start with { GpuLayers = rig.Devices.IsEmpty ? 0 : Math.Min(start.GpuLayers, layers) },
            PlacementSetBy = SetBy(question.Placement, rig),
            Rig = rig,
            Free = [.. rig.Devices.Select(Free)],
            Margin = question.Margin,
            LeastContext = question.Fit!.LeastContext,
            Measure = (workload, placement) => trial.Run(workload, placement).Allocation,
        }) ?? throw new EngineException($"What the fitting of {engine.Name} chooses isn't known; take --engine llama.cpp@0.7.0, or leave --as-fit out.");
        return fitted;
    }

    /// <summary>What it chose, in the engine's options.</summary>
    public static FitOutcome Outcome(FittedParameters fitted) =>
        new(Arguments(fitted.Context, fitted.Placement), fitted.How, fitted.GaveUp);

    /// <summary>The sentence that says how the placement came about.</summary>
    public static string Reason(FittedParameters fitted) =>
        $"as llama.cpp's own --fit{(fitted.How.Length > 0 ? $": {fitted.How}" : "")}{(fitted.GaveUp.Length > 0 ? $". {fitted.GaveUp.TrimEnd('.')}" : "")}";

    /// <summary>What is free before a model is loaded: what programs can have, less what the driver and its libraries take.</summary>
    private static ByteSize Free(Device device) => ByteSize.Max(ByteSize.Zero, (device.Usable ?? device.Memory) - RuntimeMemory.Of(device).Likely);

    /// <summary>The option beside which llama.cpp's fitting moves no layers (common/fit.cpp: it gives up where one was set).</summary>
    private static string SetBy(PlacementRequest asked, Rig rig) =>
        !asked.GpuLayers.IsAuto ? "-ngl"
        : rig.Devices.Length > 1 && !asked.Fixed.TensorSplit.IsDefaultOrEmpty ? "-ts"
        : rig.Devices.Length > 1 && asked.Fixed.SplitMode == SplitMode.Row ? "-sm row"
        : !asked.Fixed.Overrides.IsEmpty ? "-ot"
        : asked.CpuMoeLayers is { IsAuto: false } ? "-ncmoe"
        : "";

    private static string Arguments(int context, Placement placed)
    {
        string split = placed.TensorSplit.IsDefaultOrEmpty ? "" : $" -ts {string.Join(',', placed.TensorSplit.Select(static s => s.ToString(CultureInfo.InvariantCulture)))}";
        string named = placed.Overrides.IsEmpty ? "" : $" -ot \"{placed.Overrides.Text}\"";
        return string.Create(CultureInfo.InvariantCulture, $"-c {context} -ngl {placed.GpuLayers}{split}{named}");
    }
}
