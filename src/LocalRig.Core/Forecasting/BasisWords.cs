namespace LocalRig.Forecasting;

/// <summary>The words for what a rate rests on.</summary>
public static class BasisWords
{
    /// <summary>What a rate rests on: <c>measured</c>, <c>calibrated</c>.</summary>
    public static string Word(this Basis basis) =>
        basis switch { Basis.Measured => "measured", Basis.Calibrated => "calibrated", _ => "derived" };
}
