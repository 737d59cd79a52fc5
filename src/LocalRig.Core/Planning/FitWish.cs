namespace LocalRig.Planning;

/// <summary>That the engine's own fitting chooses context and placement (llama.cpp's --fit), not LocalRig.</summary>
public sealed record FitWish
{
    /// <summary>The context below which llama.cpp's fitting doesn't go unless it is told (common/common.h, <c>fit_params_min_ctx</c>; --help of 0.7.0: --fit-ctx, default 4096), in tokens.</summary>
    public const int DefaultLeastContext = 4096;

    /// <summary>The context of one sequence below which it isn't shortened, in tokens; the largest number where the whole context is asked for (-c 0).</summary>
    public int LeastContext { get; init; } = DefaultLeastContext;
}

/// <summary>What the engine's own fitting chose for a plan, and LocalRig's own choice for the same context beside it.</summary>
/// <param name="Arguments">The options it sets, as llama-fit-params prints them.</param>
/// <param name="How">What it did, as the end of a sentence.</param>
/// <param name="GaveUp">Why it gave up, as a sentence; empty where it didn't.</param>
public sealed record FitOutcome(string Arguments, string How, string GaveUp)
{
    /// <summary>LocalRig's own choice for the context that was fitted; null in plans made for memory alone.</summary>
    public MemoryPlan? Own { get; init; }

    /// <summary>Whether the forecast counts a layer whose experts are divided as if all of them lay in main memory.</summary>
    public bool ForecastRounds { get; init; }

    /// <summary>The other choice in a sentence or two; empty where there is none.</summary>
    /// <param name="fitted">The plan by the engine's fitting.</param>
    public string Beside(MemoryPlan fitted)
    {
        if (Own is null)
        {
            return "";
        }

        if (Own.Placement.GpuLayers == fitted.Placement.GpuLayers && Own.Placement.CpuMoeLayers == fitted.Placement.CpuMoeLayers && fitted.Placement.Overrides.IsEmpty)
        {
            return "LocalRig places it the same way.";
        }

        string placed = $"LocalRig's own choice for {fitted.Effective.Context:N0} tokens: {Own.Because.Last(static b => b.Value == "placement").Formula}";
        string speeds = fitted.Forecast is { } theirs && Own.Forecast is { } ours ? Speeds($"{ours.Decode.TokensPerSecond:0.0}", $"{theirs.Decode.TokensPerSecond:0.0}") : "";
        return $"{placed}{speeds}.";

        static string Speeds(string ours, string theirs) => ours == theirs ? $"; as fast, {ours} tokens/s" : $"; {ours} tokens/s instead of {theirs}";
    }
}
