using System.Collections.Immutable;
using LocalRig.Catalog;
using LocalRig.Engines.LlamaCpp;
using LocalRig.Forecasting;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Rigs;
using Xunit;

namespace LocalRig.Core.Tests.Forecasting;

/// <summary>What a machine's owner measured on it decides its forecasts, and nobody else's.</summary>
public sealed class OwnMeasurementTests
{
    private static readonly Model Dense = ModelCatalog.Default.Get("Qwen3.5-9B").ToModel("Q4_K_M");
    private static readonly Model Other = ModelCatalog.Default.Get("Llama-3.1-8B").ToModel("Q4_K_M");
    private static readonly Rig Card = Questions.NamedRigs.Get("rtx-3090");

    [Fact]
    public void A_measured_model_gets_the_measured_rate_under_the_same_conditions()
    {
        Forecast forecast = Of(Dense, Card with { Measured = [Measured(Dense, 50)] });
        Assert.Equal(50, forecast.Decode.TokensPerSecond, 6);
        Assert.Equal(Basis.Measured, forecast.Decode.Basis);
        Assert.Equal("r50", Assert.Single(forecast.Own).Record);
        Assert.Equal(Of(Dense, Card).Prefill, forecast.Prefill);
    }

    [Fact]
    public void The_law_bridges_other_depths()
    {
        double plain = Of(Dense, Card, depth: 30000).Decode.TokensPerSecond / Of(Dense, Card).Decode.TokensPerSecond;
        double own = Of(Dense, Card with { Measured = [Measured(Dense, 50)] }, depth: 30000).Decode.TokensPerSecond / 50;
        Assert.Equal(plain, own, 6);
    }

    [Fact]
    public void Contradicting_measurements_widen_the_interval_and_none_lies_outside()
    {
        Forecast forecast = Of(Dense, Card with { Measured = [Measured(Dense, 20), Measured(Dense, 60)] });
        Assert.InRange(20, forecast.Decode.Low * 0.999, forecast.Decode.TokensPerSecond);
        Assert.InRange(60, forecast.Decode.TokensPerSecond, forecast.Decode.High * 1.001);
    }

    [Fact]
    public void Another_model_is_corrected_half_by_one_measurement_and_more_by_many()
    {
        double plain = Of(Other, Card).Decode.TokensPerSecond;
        double law = Of(Dense, Card).Decode.TokensPerSecond;
        ImmutableArray<MeasuredSpeed> one = [Measured(Dense, law / 2) with { Forecast = law }];
        Assert.Equal(plain * Math.Sqrt(0.5), Of(Other, Card with { Measured = one }).Decode.TokensPerSecond, 6);
        double nine = Of(Other, Card with { Measured = [.. Enumerable.Repeat(one[0], 9)] }).Decode.TokensPerSecond;
        Assert.Equal(plain * Math.Pow(0.5, 0.9), nine, 6);

        // A ratio to another calibration's forecast says nothing of this one's.
        Assert.Equal(plain, Of(Other, Card with { Measured = [one[0] with { Calibration = "older" }] }).Decode.TokensPerSecond, 6);
    }

    [Fact]
    public void Other_rigs_other_placements_and_who_wants_no_evidence_are_untouched()
    {
        Forecast plain = Of(Dense, Card);
        Assert.Equal(plain.Decode, Of(Dense, Card with { Measured = [Measured(Dense, 50) with { Rig = "host processor" }] }).Decode);
        Assert.Equal(plain.Decode, Of(Dense, Card with { Measured = [Measured(Dense, 50) with { GpuLayers = 10 }] }).Decode);
        Assert.Equal(Of(Dense, Card, evidence: false).Decode, Of(Dense, Card with { Measured = [Measured(Dense, 50)] }, evidence: false).Decode);
    }

    [Fact]
    public void Nothing_measured_lifts_a_forecast_above_what_data_sheets_allow()
    {
        RateForecast rate = Of(Dense, Card with { Measured = [Measured(Dense, 5000)] }).Decode;
        Assert.Equal(rate.Ceiling, rate.TokensPerSecond);
    }

    [Fact]
    public void A_file_is_known_by_its_tensors_whatever_it_is_called() =>
        Assert.Equal(50, Of(Dense, Card with { Measured = [Measured(Dense, 50) with { Model = "my-file", Quant = "" }] }).Decode.TokensPerSecond, 6);

    private static MeasuredSpeed Measured(Model model, double rate) =>
        new()
        {
            Record = $"r{rate:0}",
            Rig = RigIdentity.Text(Card),
            IsPrompt = false,
            Model = model.Id,
            Quant = model.QuantName,
            Layout = LayoutDigest.Of(model.Tensors),
            GpuLayers = LayerCount.Offloadable(model),
            Layers = LayerCount.Offloadable(model),
            Depth = 1000,
            Tokens = 0,
            TokensPerSecond = rate,
            Calibration = Calibration.Current.Version,
        };

    private static Forecast Of(Model model, Rig rig, int depth = 1000, bool evidence = true)
    {
        PlanQuestion question = new() { Depth = depth, Evidence = evidence, Workload = new() { Context = 32768 } };
        return new Planner(new LlamaCppEngine(LlamaCppProfile.V070)).Plan(model, question, rig).Forecast!;
    }
}
