namespace LocalRig.Forecasting;

/// <summary>How far measurements fall from forecasts: factors between which four in five lie.</summary>
/// <param name="Low">Factor of the lower end, 0.8 for "20 % slower than forecast".</param>
/// <param name="High">Factor of the upper end.</param>
/// <param name="Devices">Held-out devices it was found on.</param>
public readonly record struct Spread(double Low, double High, int Devices)
{
    /// <summary>The narrower of two spreads.</summary>
    public Spread Narrower(Spread other) => other.High / other.Low < High / Low ? other : this;
}

/// <summary>Names of the situations whose spreads are known.</summary>
internal static class SpreadKey
{
    // From this many cached tokens on, the cache decides (the judge's and the tables' border too).
    private const double DeepTokens = 4096;

    // A family of three measured devices shows which of its ways are one device's own; of one or two nobody can tell.
    private const int EnoughRelatives = 3;

    // Models whose weights per token are below 3 GiB spend much of their time in overheads.
    private const double SmallBytes = 3.0 * (1L << 30);

    /// <summary>The very device was measured: how far reports are from what other collections say of it.</summary>
    public const string SameDevice = "same-device";

    /// <summary>The owner measured the very model on the very device: how far a report is from the others of its model.</summary>
    public const string SameModel = "same-model";

    /// <summary>Situations of devices never measured.</summary>
    public static IReadOnlyList<string> All { get; } = ["cpu", "cpu-by-memory", "vulkan", "stranger", "few", "deep", "experts", "small", "dense"];

    /// <summary>The situation of a forecast.</summary>
    /// <param name="prompt">Whether a prompt is read.</param>
    /// <param name="device">What does the work.</param>
    /// <param name="work">The step.</param>
    /// <param name="depth">Tokens in the cache.</param>
    /// <param name="relatives">Measured devices of its family.</param>
    public static string Of(bool prompt, DeviceSpeed device, Work work, double depth, int relatives) =>
        (prompt ? "prefill/" : "decode/") + Situation(prompt, device, work, depth, relatives);

    private static string Situation(bool prompt, DeviceSpeed device, Work work, double depth, int relatives) =>
        device switch
        {
            _ when device.Facts.Backend == Rigs.Backend.Cpu => device.ArithmeticAssumed ? "cpu-by-memory" : "cpu",
            _ when device.Facts.Backend == Rigs.Backend.Vulkan => "vulkan",
            _ when relatives == 0 => "stranger",
            _ when relatives < EnoughRelatives => "few",
            _ when depth >= DeepTokens => "deep",
            _ when work.ExpertLayers > 0 => "experts",
            _ when !prompt && work.WeightBytes < SmallBytes => "small",
            _ => "dense",
        };
}
