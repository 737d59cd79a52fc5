namespace LocalRig.Evidence;

/// <summary>How many times faster answers come when something drafts, as measured with and without on the same machine.</summary>
/// <param name="Likely">The middle of what was measured, every device counting once.</param>
/// <param name="Low">One in ten measurements is below this.</param>
/// <param name="High">One in ten measurements is above this.</param>
/// <param name="Measurements">Pairs of runs it rests on.</param>
/// <param name="Devices">Devices they ran on.</param>
public sealed record Speedup(double Likely, double Low, double High, int Measurements, int Devices);
