using System.Collections.Immutable;
using LocalRig.Evidence;
using LocalRig.Forecasting;
using LocalRig.Models;
using LocalRig.Rigs;
using Xunit;

namespace LocalRig.Core.Tests.Forecasting;

/// <summary>What measurements of the same device change.</summary>
public sealed class EvidenceTests
{
    [Fact]
    public void A_board_entry_is_found_with_its_source()
    {
        // RTX 5090, Llama 2 7B Q4_0, tg128: 290.02 tokens a second (llama.cpp discussion 15013).
        Measurement run = Assert.Single(EvidenceLedger.Default.Find("rtx-5090", "Llama-2-7B", "Q4_0", false, 64), m => m.TokensPerSecond == 290.02);
        Assert.Equal("https://github.com/ggml-org/llama.cpp/discussions/15013", run.Source);
    }

    [Fact]
    public void Long_names_of_recipes_are_the_same_recipes() =>
        Assert.NotEmpty(EvidenceLedger.Default.Find("strix-halo-395", "Qwen3-30B-A3B", "Q4_K_M", false, 64).Where(m => m.Quant == "Q4_K - Medium"));

    [Fact]
    public void Nobody_reported_a_device_that_does_not_exist() => Assert.Empty(EvidenceLedger.Default.On("rtx-9999"));

    [Fact]
    public void A_measured_model_is_forecast_nearer_to_its_measurements()
    {
        Model model = Rigs.Model("Llama-2-7B", "Q4_0");
        Rig rig = Rigs.Of(Rigs.Card("rtx-5090"));
        int build = EngineAge.BuildOn(new DateOnly(2026, 4, 5)); // the day of the board's entries
        Forecast blind = Rigs.Forecast(model, rig, build: build);
        Forecast seeing = Rigs.Forecast(model, rig, evidence: true, build: build);

        // 290.02 and 300.4 without and with flash attention, say: the middle of what was reported.
        double measured = EvidenceLedger.Default.Find("rtx-5090", "Llama-2-7B", "Q4_0", false, 64).Average(m => m.TokensPerSecond);
        Assert.Equal(Basis.Calibrated, blind.Decode.Basis);
        Assert.Equal(Basis.Measured, seeing.Decode.Basis);
        Assert.InRange(seeing.Decode.TokensPerSecond / measured, 0.97, 1.03);
        Assert.True(Math.Abs(seeing.Decode.TokensPerSecond - measured) <= Math.Abs(blind.Decode.TokensPerSecond - measured));
        Assert.NotEmpty(seeing.Measured);
        Assert.Empty(blind.Measured);
    }

    [Fact]
    public void Intervals_narrow_as_evidence_nears()
    {
        Model model = Rigs.Model("Llama-3.1-8B", "Q4_K_M");
        double Width(string id, Backend backend, bool evidence)
        {
            RateForecast rate = Rigs.Forecast(model, Rigs.Of(Rigs.Card(id, backend)), evidence: evidence).Decode;
            return rate.High / rate.Low;
        }

        double measured = Width("rtx-4090", Backend.Cuda, true);
        double relatives = Width("rtx-4090", Backend.Cuda, false);
        double stranger = Width("never-heard-of-it", Backend.Metal, false);
        Assert.True(measured < relatives, $"measured {measured}, relatives {relatives}");
        Assert.True(relatives < stranger, $"relatives {relatives}, stranger {stranger}");
    }

    [Fact]
    public void A_claim_above_the_ceiling_is_impossible()
    {
        // A guide promises a 70B at 30 to 50 tokens a second on a machine whose memory carries 400 GB/s.
        Forecast forecast = Rigs.Forecast(Rigs.Model("Llama-3.3-70B", "Q4_K_M"), Rigs.Of(Rigs.Card("m3-max-40c", Backend.Metal, gibibytes: 128)));
        Assert.InRange(forecast.Decode.Ceiling, 9.0, 10.0);
        Assert.True(forecast.Decode.IsImpossible(30));
    }
}
