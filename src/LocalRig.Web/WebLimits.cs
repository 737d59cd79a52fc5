using LocalRig.Questions;

namespace LocalRig.Web;

/// <summary>What a client may take of the server. The usual values are for one machine answering a team; docs/api.md lists them.</summary>
public sealed record WebLimits
{
    /// <summary>Bytes a request may have: a guide of the largest size, escaped.</summary>
    public int RequestBytes { get; init; } = 4 << 20;

    /// <summary>Bytes a batch may have: the lines it may have, of a plan's usual 400 characters, four times over.</summary>
    public int BatchBytes { get; init; } = 16 << 20;

    /// <summary>Lines a batch may have.</summary>
    public int BatchLines { get; init; } = 10_000;

    /// <summary>How long an answer may take. The longest question (match for every tier) takes 0.7 s alone on two cores, and shares them.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Devices a rig may have.</summary>
    public int Devices { get; init; } = new Limits().Devices;

    /// <summary>Requests a client may make per second in the long run; 0 for any number, as on one's own machine.</summary>
    public int RequestsPerSecond { get; init; } = 20;

    /// <summary>Requests a client may make at once after a rest.</summary>
    public int Burst { get; init; } = 100;

    /// <summary>Answers worked out at the same time: one per core, for they do nothing but compute.</summary>
    public int Answers { get; init; } = Math.Max(2, Environment.ProcessorCount);

    /// <summary>Answers that may wait for their turn; what comes then is turned away at once.</summary>
    public int Waiting { get; init; } = 256;

    /// <summary>Batches worked out at the same time; each uses every core that is free.</summary>
    public int Batches { get; init; } = 1;

    /// <summary>How long a batch may take: ten times what 10,000 plans take on two cores. What isn't answered then is left to another batch.</summary>
    public TimeSpan BatchTime { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>Batches that may wait for their turn.</summary>
    public int WaitingBatches { get; init; } = 8;

    /// <summary>Connections open at the same time.</summary>
    public int Connections { get; init; } = 1024;

    /// <summary>How long a client may take to send a request's headers.</summary>
    public TimeSpan HeaderTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection may be open without a request.</summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Bytes of a body that must come per second on average, after <see cref="Grace"/>: a tenth of a 56 kbit/s line, as for bodies fetched from servers.</summary>
    public double BodyBytesPerSecond { get; init; } = 700;

    /// <summary>How long a body may come slower.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long answers may still take when the server is told to stop.</summary>
    public TimeSpan StopTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Bytes of answers kept to be given again.</summary>
    public long CacheBytes { get; init; } = 32L << 20;

    /// <summary>What one answer may take.</summary>
    internal Limits Answer => new() { Time = Time, Devices = Devices, Characters = RequestBytes };

    /// <summary>What a batch may take.</summary>
    internal Limits Batch => Answer with { Lines = BatchLines };
}
