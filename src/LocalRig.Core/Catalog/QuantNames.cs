namespace LocalRig.Catalog;

/// <summary>Quant names to show where somebody wrote another.</summary>
internal static class QuantNames
{
    public const string Examples = "Q4_K_M, Q5_K_M, Q6_K, Q8_0, IQ4_XS, MXFP4_MOE, F16 or UD-Q4_K_XL";
}
