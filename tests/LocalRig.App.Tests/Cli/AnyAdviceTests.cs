using System.Text.Json;
using CsCheck;
using LocalRig.Catalog;
using Xunit;

namespace LocalRig.App.Tests.Cli;

/// <summary>Whatever advice is asked for is given or refused in words: no model, rig or option leads to an error of the program's own.</summary>
public class AnyAdviceTests
{
    private const int Unexpected = 1; // the exit code of a fault

    private static readonly Gen<string> Model = OneOf([.. ModelCatalog.Default.Models.Select(m => m.Id)]);

    private static readonly Gen<string> Rig = OneOf(
        "rtx-3090", "2x rtx-3090", "rtx-3060-12-gb + 32GB", "m4-max-40c:128", "strix-halo-395:128", "64GB", "gpu:8GB", "vulkan:16GB + 32GB", "m3-8c:16",
        "rtx-4090 + rtx-3060-12-gb", "none + 256GB", "arc-a770");

    private static readonly Gen<string[]> Options = Gen.Select(
        Some("-c", "0", "1", "8k", "100k", "1M"), Some("-ctk", "q8_0", "f32"), Some("-ctv", "q8_0", "f32"), Some("-np", "4", "64"), Some("-ngl", "0", "5", "all"),
        Some("--quant", "Q4_K_M", "BF16", "UD-Q4_K_XL"), (a, b, c, d, e, f) => (string[])[.. a, .. b, .. c, .. d, .. e, .. f]);

    private static readonly Gen<string[]> Command = Gen.OneOf(
        Gen.Select(OneOf("levers", "quants", "commands", "curve", "cloud"), Model, Rig, Options, (command, model, rig, options) => (string[])[command, model, "--rig", rig, .. options]),
        Gen.Select(Model, Options, Some("--tps", "0.5", "20", "500"), (model, options, tps) => (string[])["needs", model, .. options, .. tps]),
        Gen.Select(Rig, Some("--accept", "tight", "spills"), (rig, accept) => (string[])["match", "--rig", rig, .. accept]),
        Gen.Select(Model, Model, Rig, (a, b, rig) => (string[])["compare", a, b, "--rig", rig]),
        Gen.Select(Rig, rig => (string[])["upgrade", "--from", rig]),
        Gen.Select(Model, OneOf("2x rtx-4090", "8x h100-80gb-sxm", "2x rtx-3090 / 2x rtx-3090 over 10gbe"), OneOf("vllm", "sglang", "llama.cpp"), (model, rig, runtime) => (string[])["serve", model, "--rig", rig, "--runtime", runtime]));

    [Fact]
    public Task It_is_given_or_refused_in_words() =>
        Gen.Select(Command, Gen.Bool).SampleAsync(
            async (args, json) =>
            {
                CommandLine.Answer answer = await CommandLine.RealAsync([.. args, .. json ? (string[])["--json"] : []]);
                string asked = string.Join(' ', args);
                Assert.True(answer.Code != Unexpected, $"{asked}: {answer.Error}");
                Assert.True(answer.Code == 0 || answer.Error.Length > 0, asked);
                Assert.False(answer.Output.Contains("NaN", StringComparison.Ordinal) || answer.Output.Contains('∞', StringComparison.Ordinal), $"{asked}: {answer.Output}");
                if (json && answer.Code == 0)
                {
                    using JsonDocument _ = JsonDocument.Parse(answer.Output);
                }
            },
            iter: 60, threads: 1);

    private static Gen<string> OneOf(params string[] words) => Gen.Int[0, words.Length - 1].Select(i => words[i]);

    private static Gen<string[]> Some(string option, params string[] values) =>
        Gen.Int[0, 3 * values.Length - 1].Select(i => i < values.Length ? (string[])[option, values[i]] : []);
}
