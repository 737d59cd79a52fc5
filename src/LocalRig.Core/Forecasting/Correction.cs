namespace LocalRig.Forecasting;

/// <summary>How measurements of one device differ from the law: factors on its rates, found from everything measured there.</summary>
/// <param name="Factor">Measured over forecast, pulled towards 1 where there are few measurements.</param>
/// <param name="Measurements">How many went in.</param>
/// <param name="Apart">How far reports of the model disagree with each other: four in five of them lie within this factor of the middle. 1 where too few tell.</param>
internal readonly record struct Correction(double Factor, int Measurements, double Apart = 1)
{
    /// <summary>A spread that isn't narrower than what reports of the very model disagree by.</summary>
    public Spread Around(Spread spread) => spread with { Low = Math.Min(spread.Low, 1 / Apart), High = Math.Max(spread.High, Apart) };

    /// <summary>The name a device has in the table.</summary>
    public static string Key(bool prompt, string device, DeviceFamily family) => $"{(prompt ? "prefill" : "decode")}|{device}|{family.Group}";

    /// <summary>The name a model on a device has in the table.</summary>
    public static string Key(bool prompt, string device, DeviceFamily family, string model, string quant) =>
        $"{Key(prompt, device, family)}|{model}|{quant}";
}
