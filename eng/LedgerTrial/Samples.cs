using LocalRig.Ledger;

namespace LocalRig.LedgerTrial;

/// <summary>Records like those of a public site: devices, models and quantizations drawn at random, in sessions of eight as a bench of two speeds at four depths gives them.</summary>
internal static class Samples
{
    private static readonly string[] Devices = [.. Enumerable.Range(0, 300).Select(i => $"device-{i}")];
    private static readonly string[] Models = [.. Enumerable.Range(0, 200).Select(i => $"Model-{i}B")];
    private static readonly string[] Quants = ["Q4_K_M", "Q8_0", "Q6_K", "MXFP4_MOE", "IQ4_XS"];
    /// <summary>Records of a session: two speeds at four depths.</summary>
    public const int Session = 8;

    private const int DepthStep = 4096;
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A record; the same number gives the same one.</summary>
    /// <param name="number">Which.</param>
    /// <param name="session">Records of a session; 1 for records in no order at all.</param>
    public static EvidenceRecord One(int number, int session = Session)
    {
        double value = 1 + new Random(number).NextDouble() * 200;
        Random random = new(number / session);
        return new EvidenceRecord
        {
            Kind = RecordKind.Measurement,
            At = Start.AddSeconds(number % 20_000_000),
            Machine = $"{random.Next(5000):x16}",
            Rig = "cuda device 24576 MiB; host processor",
            Device = Devices[random.Next(Devices.Length)],
            Backend = "cuda",
            Engine = "llama.cpp",
            Build = $"b{10000 + random.Next(2000)}",
            Model = Models[random.Next(Models.Length)],
            Quant = Quants[random.Next(Quants.Length)],
            Metric = number % 2 == 0 ? "decode" : "prefill",
            Tokens = 128,
            Depth = number % Session / 2 * DepthStep,
            GpuLayers = 33,
            Layers = 33,
            Value = Math.Round(value, 3),
            Unit = "tok/s",
            Spread = Math.Round(value / 100, 3),
            Samples = 5,
            Who = "community",
            Conditions = $"run {number}",
        };
    }
}
