namespace LocalRig.Devices;

/// <summary>How much a device computes at most, in operations per second (a multiply-add counts two), dense; each null when unknown.</summary>
/// <param name="Shader">F32 on the shaders; of a host's processor, on its vector units.</param>
/// <param name="Half">F16 products with F32 sums on the matrix units, or on the shaders where there are none.</param>
/// <param name="HalfSums">F16 products with F16 sums; null also where it is the same.</param>
/// <param name="Integer">Eight-bit integers.</param>
public sealed record ComputeRates(double? Shader = null, double? Half = null, double? HalfSums = null, double? Integer = null);
