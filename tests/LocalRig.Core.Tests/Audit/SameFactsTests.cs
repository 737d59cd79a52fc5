using LocalRig.Audit.Claims;
using LocalRig.Audit.Reading;
using Xunit;

namespace LocalRig.Core.Tests.Audit;

/// <summary>The same facts as a table, the table turned round, a list and sentences, with other words and units, make the same claims.</summary>
public class SameFactsTests
{
    [Theory]
    [InlineData("| GPU | VRAM | Bandwidth |\n|---|---|---|\n| RTX 3090 | 24 GB | 936 GB/s |\n| RTX 4060 Ti 16GB | 16 GB | 288 GB/s |")]
    [InlineData("| Spec | RTX 3090 | RTX 4060 Ti 16GB |\n|---|---|---|\n| Memory | 24 GB | 16 GB |\n| Memory bandwidth | 936 GB/s | 288 GB/s |")]
    [InlineData("| Card | Memory (GB) | Bandwidth (GB/s) |\n|---|---|---|\n| RTX 3090 | 24 | 936 |\n| RTX 4060 Ti 16GB | 16 | 288 |")]
    [InlineData("| Card | VRAM | Bandwidth (TB/s) |\n|---|---|---|\n| RTX 3090 | 24 GiB | 0.936 |\n| RTX 4060 Ti 16GB | 16 GiB | 0.288 |")]
    [InlineData("- RTX 3090: 24 GB of VRAM, 936 GB/s\n- RTX 4060 Ti 16GB: 16 GB of VRAM, 288 GB/s")]
    [InlineData("- **RTX 3090** – 24 GB VRAM, 936 GB/s of bandwidth\n- **RTX 4060 Ti 16GB** – 16 GB VRAM, 288 GB/s of bandwidth")]
    [InlineData("The RTX 3090 has 24 GB of memory and 936 GB/s of bandwidth. The RTX 4060 Ti 16GB has 16 GB of memory and 288 GB/s of bandwidth.")]
    [InlineData("The RTX 3090 comes with 24 GB of GDDR6X at 936 GB/s. The RTX 4060 Ti 16GB comes with 16 GB of GDDR6 at 288 GB/s.")]
    public void What_devices_have(string text) =>
        Assert.Equal(["RTX 3090: 24 GB of memory", "RTX 3090: 936 GB/s", "RTX 4060 Ti 16GB: 16 GB of memory", "RTX 4060 Ti 16GB: 288 GB/s"], Read(text));

    [Theory]
    [InlineData("| Model | VRAM at Q4_K_M | VRAM at Q8_0 |\n|---|---|---|\n| Qwen3 8B | 6 GB | 10 GB |\n| Mistral Small 3.2 24B | 16 GB | 27 GB |")]
    [InlineData("| Quantization | Qwen3 8B VRAM | Mistral Small 3.2 24B VRAM |\n|---|---|---|\n| Q4_K_M | 6 GB | 16 GB |\n| Q8_0 | 10 GB | 27 GB |")]
    [InlineData("## VRAM requirements\n\n| Model | Q4_K_M | Q8_0 |\n|---|---|---|\n| Qwen3 8B | 6 GB | 10 GB |\n| Mistral Small 3.2 24B | 16 GB | 27 GB |")]
    [InlineData("| Model | Quant | VRAM needed |\n|---|---|---|\n| Qwen3 8B | Q4_K_M | 6 GB |\n| Qwen3 8B | Q8_0 | 10 GB |\n| Mistral Small 3.2 24B | Q4_K_M | 16 GB |\n| Mistral Small 3.2 24B | Q8_0 | 27 GB |")]
    [InlineData("## VRAM guide\n\n- Qwen3 8B: ~6 GB at Q4_K_M, ~10 GB at Q8_0\n- Mistral Small 3.2 24B: ~16 GB at Q4_K_M, ~27 GB at Q8_0")]
    [InlineData("Qwen3 8B needs 6 GB of VRAM at Q4_K_M and 10 GB at Q8_0. Mistral Small 3.2 24B needs 16 GB of VRAM at Q4_K_M and 27 GB at Q8_0.")]
    [InlineData("Qwen3 8B requires about 6 GB of memory in Q4_K_M, 10 GB in Q8_0. Mistral Small 3.2 24B takes about 16 GB of memory in Q4_K_M, 27 GB in Q8_0.")]
    public void What_models_need(string text) =>
        Assert.Equal(["Mistral Small 3.2 24B in Q4_K_M needs 16 GB", "Mistral Small 3.2 24B in Q8_0 needs 27 GB", "Qwen3 8B in Q4_K_M needs 6 GB", "Qwen3 8B in Q8_0 needs 10 GB"], Read(text));

    [Theory]
    [InlineData("| Model | File size |\n|---|---|\n| gpt-oss-20b | 12.1 GB |\n| Phi-4-mini | 2.5 GB |")]
    [InlineData("| Model | Download |\n|---|---|\n| gpt-oss-20b | 12.1 GB |\n| Phi-4-mini | 2500 MB |")]
    [InlineData("- gpt-oss-20b weighs 12.1 GB on disk\n- Phi-4-mini weighs 2.5 GB on disk")]
    [InlineData("gpt-oss-20b is a 12.1 GB download. Phi-4-mini is a 2.5 GB download.")]
    public void How_large_files_are(string text) => Assert.Equal(["Phi-4-mini: a file of 2.5 GB", "gpt-oss-20b: a file of 12.1 GB"], Read(text));

    [Theory]
    [InlineData("| GPU | Llama 3.1 8B (tok/s) | Qwen3 Coder 30B A3B (tok/s) |\n|---|---|---|\n| RTX PRO 6000 Blackwell Max-Q | 150 | 180 |\n| Tesla P40 | 40 | 50 |")]
    [InlineData("| Model | RTX PRO 6000 Blackwell Max-Q tok/s | Tesla P40 tok/s |\n|---|---|---|\n| Llama 3.1 8B | 150 | 40 |\n| Qwen3 Coder 30B A3B | 180 | 50 |")]
    [InlineData("| GPU | Model | Tokens/sec |\n|---|---|---|\n| RTX PRO 6000 Blackwell Max-Q | Llama 3.1 8B | 150 |\n| RTX PRO 6000 Blackwell Max-Q | Qwen3 Coder 30B A3B | 180 |\n| Tesla P40 | Llama 3.1 8B | 40 |\n| Tesla P40 | Qwen3 Coder 30B A3B | 50 |")]
    [InlineData("## RTX PRO 6000 Blackwell Max-Q\n\n- Llama 3.1 8B: 150 t/s\n- Qwen3 Coder 30B A3B: 180 t/s\n\n## Tesla P40\n\n- Llama 3.1 8B: 40 t/s\n- Qwen3 Coder 30B A3B: 50 t/s")]
    [InlineData("Llama 3.1 8B runs at 150 tokens/s on an RTX PRO 6000 Blackwell Max-Q and at 40 tokens/s on a Tesla P40. Qwen3 Coder 30B A3B runs at 180 tokens/s on an RTX PRO 6000 Blackwell Max-Q and at 50 tokens/s on a Tesla P40.")]
    public void How_fast_models_run(string text) =>
        Assert.Equal(["Llama 3.1 8B on RTX PRO 6000 Blackwell Max-Q: 150 tokens/s", "Llama 3.1 8B on Tesla P40: 40 tokens/s", "Qwen3 Coder 30B A3B on RTX PRO 6000 Blackwell Max-Q: 180 tokens/s", "Qwen3 Coder 30B A3B on Tesla P40: 50 tokens/s"], Read(text));

    [Theory]
    [InlineData("We own an RTX 4090. A Ryzen 9 7950X reaches 12 tok/s on Llama 3.1 8B.")]
    [InlineData("# RTX 4090\n\nThe M4 Max's jump from 400 GB/s to 546 GB/s is large.")]
    [InlineData("# Llama 3.1 8B\n\nBonsai-8 needs 5 GB of VRAM.")]
    public void Nothing_is_read_into_names_that_are_not_known(string text) => Assert.Empty(Read(text));

    [Fact]
    public void A_longer_name_is_another_device() => Assert.Equal(["RTX 4090 Max-Q: 576 GB/s"], Read("RTX 4090 Max-Q: 576 GB/s of bandwidth."));

    [Fact]
    public void An_edition_of_somebodys_own_is_no_model_of_the_catalogue() =>
        Assert.Equal(["Qwen3.6-27B-Omnimerge-v4 needs 18 GB"], Read("Qwen3.6-27B-Omnimerge-v4 needs 18 GB of VRAM."));

    private static IEnumerable<string> Read(string text) => MarkdownGuide.Read(text).Claims.Select(ClaimWords.Of).Order(StringComparer.Ordinal);
}
