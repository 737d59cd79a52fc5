using CsCheck;
using LocalRig.Forecasting;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Rigs;
using Xunit;

namespace LocalRig.Core.Tests.Forecasting;

/// <summary>What physics says about speed, whatever the calibration found.</summary>
public sealed class ForecastLawsTests
{
    private static readonly string[] ModelIds = ["Llama-3.1-8B", "Qwen3-30B-A3B", "gemma-3-12b", "Qwen3.5-27B", "gpt-oss-20b", "GLM-4.7-Flash", "Llama-3.2-1B"];
    private static readonly (string Id, Backend Backend)[] Cards =
    [
        ("rtx-3090", Backend.Cuda), ("rtx-4060-ti-16-gb", Backend.Cuda), ("rtx-5090", Backend.Cuda), ("tesla-p40", Backend.Cuda), ("h100-80gb-sxm", Backend.Cuda),
        ("m1-8c", Backend.Metal), ("m3-ultra-80c", Backend.Metal), ("m4-max-40c", Backend.Metal), ("rx-7900-xtx", Backend.Rocm), ("rx-7900-xtx", Backend.Vulkan),
        ("strix-halo-395", Backend.Rocm), ("arc-b580", Backend.Vulkan), ("never-heard-of-it", Backend.Vulkan),
    ];

    private static readonly Gen<Model> Models = Gen.Int[0, 6].Select(i => ModelIds[i]).Select(id => Rigs.Model(id, id == "gpt-oss-20b" ? "MXFP4" : "Q4_K_M"));
    private static readonly Gen<(string Id, Backend Backend)> AnyCard = Gen.Int[0, 12].Select(i => Cards[i]);

    [Fact]
    public void More_bandwidth_is_never_slower() =>
        Gen.Select(Models, AnyCard, Gen.Double[50, 4000], Gen.Double[1, 4], Gen.Int[0, 32768]).Sample((model, card, rate, more, depth) =>
        {
            Forecast slow = Rigs.Forecast(model, Rigs.Of(Rigs.Card(card.Id, card.Backend, rate)), depth);
            Forecast fast = Rigs.Forecast(model, Rigs.Of(Rigs.Card(card.Id, card.Backend, rate * more)), depth);
            return fast.Decode.TokensPerSecond >= slow.Decode.TokensPerSecond * (1 - 1e-9)
                && fast.Prefill.TokensPerSecond >= slow.Prefill.TokensPerSecond * (1 - 1e-9)
                && fast.Decode.Ceiling >= slow.Decode.Ceiling;
        }, iter: 300);

    [Fact]
    public void More_context_is_never_faster() =>
        Gen.Select(Models, AnyCard, Gen.Int[0, 60000], Gen.Int[1, 60000]).Sample((model, card, depth, more) =>
        {
            Rig rig = Rigs.Of(Rigs.Card(card.Id, card.Backend));
            Forecast near = Rigs.Forecast(model, rig, depth);
            Forecast far = Rigs.Forecast(model, rig, depth + more);
            return far.Decode.TokensPerSecond <= near.Decode.TokensPerSecond * (1 + 1e-9)
                && far.Prefill.TokensPerSecond <= near.Prefill.TokensPerSecond * (1 + 1e-9)
                && far.Decode.Ceiling <= near.Decode.Ceiling;
        }, iter: 300);

    [Fact]
    public void More_bits_are_never_faster()
    {
        string[][] ladders = [["Q4_0", "Q8_0", "F16"], ["Q2_K", "Q3_K_S", "Q3_K_M", "Q4_K_S", "Q4_K_M", "Q5_K_M", "Q6_K", "Q8_0", "BF16"]];
        foreach ((string id, Backend backend) in Cards)
        {
            foreach (string[] ladder in ladders)
            {
                Rig rig = Rigs.Of(Rigs.Card(id, backend));
                double[] rates = [.. ladder.Select(q => Rigs.Forecast(Rigs.Model("Llama-3.1-8B", q), rig).Decode.TokensPerSecond)];
                for (int i = 1; i < rates.Length; i++)
                {
                    Assert.True(rates[i] <= rates[i - 1] * (1 + 1e-9), $"{id} {backend}: {ladder[i]} {rates[i]} after {ladder[i - 1]} {rates[i - 1]}");
                }
            }
        }
    }

    [Fact]
    public void A_forecast_stays_inside_its_interval_and_below_its_ceiling() =>
        Gen.Select(Models, AnyCard, Gen.Int[0, 60000], Gen.Int[1, 20000], Gen.Bool).Sample((model, card, depth, prompt, evidence) =>
        {
            Forecast forecast = Rigs.Forecast(model, Rigs.Of(Rigs.Card(card.Id, card.Backend)), depth, prompt, evidence: evidence);
            return Holds(forecast.Decode) && Holds(forecast.Prefill) && forecast.TimeToFirstTokenSeconds > 0;
        }, iter: 300);

    [Fact]
    public void Every_layer_moved_to_the_host_costs_speed()
    {
        Model model = Rigs.Model("Llama-3.1-8B", "Q4_K_M");
        Rig rig = Rigs.Of(Rigs.Card("rtx-3090"));
        double[] rates = [.. Enumerable.Range(0, 34).Select(n => Rigs.Forecast(model, rig, placement: new Placement { GpuLayers = n }).Decode.TokensPerSecond)];
        Assert.All(Enumerable.Range(1, 33), n => Assert.True(rates[n] > rates[n - 1], $"{n} layers: {rates[n]} after {rates[n - 1]}"));
    }

    [Fact]
    public void Experts_on_the_host_cost_less_than_whole_layers_there()
    {
        Model model = Rigs.Model("Qwen3-30B-A3B", "Q4_K_M");
        Rig rig = Rigs.Of(Rigs.Card("rtx-4070-ti"));
        double experts = Rigs.Forecast(model, rig, placement: new Placement { CpuMoeLayers = 24 }).Decode.TokensPerSecond;
        double layers = Rigs.Forecast(model, rig, placement: new Placement { GpuLayers = 49 - 24 }).Decode.TokensPerSecond;
        Assert.True(experts > layers, $"experts {experts}, layers {layers}");
    }

    [Fact]
    public void Two_cards_in_turn_are_no_faster_than_one()
    {
        Model model = Rigs.Model("Llama-3.1-8B", "Q8_0");
        double one = Rigs.Forecast(model, Rigs.Of(Rigs.Card("rtx-3090"))).Decode.TokensPerSecond;
        double two = Rigs.Forecast(model, Rigs.Of(Rigs.Card("rtx-3090"), Rigs.Card("rtx-3090") with { Name = "gpu1" })).Decode.TokensPerSecond;

        // 0.98, 0.96 and 0.93 of one card's speed for 2, 4 and 8 cards, measured by llama.cpp users with layer split.
        Assert.InRange(two / one, 0.90, 1.0);
    }

    private static bool Holds(RateForecast rate) =>
        rate.Low > 0 && rate.Low <= rate.TokensPerSecond && rate.TokensPerSecond <= rate.High * (1 + 1e-9) && rate.High <= rate.Ceiling * (1 + 1e-9);
}
