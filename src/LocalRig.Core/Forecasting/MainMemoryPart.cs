namespace LocalRig.Forecasting;

/// <summary>What main memory has to do with an answer's speed, where a model is partly there and partly on a device.</summary>
/// <param name="Share">Share of a token's time, from 0 to 1, that the processor and its memory take.</param>
/// <param name="Bandwidth">Bytes per second of main memory that were reckoned with.</param>
/// <param name="Assumed">Whether that is an assumption: nobody said which memory it is.</param>
public sealed record MainMemoryPart(double Share, double Bandwidth, bool Assumed);
