using LocalRig.Audit.Claims;
using LocalRig.Audit.Reading;
using Xunit;

namespace LocalRig.Core.Tests.Audit;

/// <summary>Forms in which guides say things, each with what it says; whoever reads the line can tell whether that is so.</summary>
public class ReadingFormsTests
{
    [Theory]
    [InlineData("16 GB reaches 13B-class models.", "13B fits in 16 GB")]
    [InlineData("24 GB of VRAM runs Qwen3 32B Q4_K_M, Gemma 3 27B Q5_K_M and a 70B only with offload.", "Qwen3 32B in Q4_K_M fits in 24 GB", "Gemma 3 27B in Q5_K_M fits in 24 GB")]
    [InlineData("A 4090 maxes out at around 32B models.", "32B fits on 4090")]
    [InlineData("A 12GB GPU is where to start — fits 8B models with comfortable headroom.", "8B fits comfortably on 12 GB cards")]
    [InlineData("A 70B does not fit in 24 GB.", "70B doesn't fit in 24 GB")]
    [InlineData("I got a 70B running on one 48GB GPU.", "70B fits on 48 GB cards")]
    public void What_fits_where(string text, params string[] words) => Assert.Equal(words, Read(text));

    [Theory]
    [InlineData("- 7B models: 8GB minimum (Q4), 10GB comfortable (Q5)", "7B in Q4 needs 8 GB", "7B in Q5 needs 10 GB")]
    [InlineData("You should have at least 8 GB of RAM available to run the 7B models, 16 GB to run the 13B models.", "7B needs at least 8 GB", "13B needs 16 GB")]
    [InlineData("How much VRAM do I need for a 70B model? About 40-48 GB at Q4, 80 GB at Q8.", "70B in Q4 needs 40–48 GB", "70B in Q8 needs 80 GB")]
    [InlineData("An 8B model with 32K context needs 4.5 GB just for that cache.", "8B: a cache of 4.5 GB at 32,768 tokens")]
    public void What_is_needed(string text, params string[] words) => Assert.Equal(words, Read(text));

    [Theory]
    [InlineData("At Q4, a 7B fits in 5 GB; at Q8, 9 GB.", "7B in Q4 fits in 5 GB", "7B in Q8 fits in 9 GB")]
    [InlineData("A 7B needs 14GB at FP16, 7GB at INT8. A 70B model needs 140GB or 70GB respectively.", "7B in FP16 needs 14 GB", "7B in INT8 needs 7 GB", "70B in FP16 needs 140 GB", "70B in INT8 needs 70 GB")]
    [InlineData("A 70B requires 40GB of VRAM at Q4 just for the weights.", "70B in Q4: a file of 40 GB")]
    [InlineData("- 70 Billion Parameters x 2 Bytes (16-bit) = 140 GB of VRAM.", "70B in 16-bit needs 140 GB")]
    [InlineData("A 32B model on a 16GB Mac will push memory usage to 22GB.", "32B needs 22 GB")]
    public void What_is_said_again_of_another_quantization(string text, params string[] words) => Assert.Equal(words, Read(text));

    [Theory]
    [InlineData("My M1 Max does 8 t/s with 70B q4_K_M and 25 t/s with 13B q8.", "70B in q4_K_M on M1 Max: 8 tokens/s", "13B in q8 on M1 Max: 25 tokens/s")]
    [InlineData("The $450 RTX 5060 Ti beats a 3060.", "RTX 5060 Ti: 450 USD")]
    [InlineData("A Mac Studio M3 Ultra has 192GB of memory and gives the GPU 144GB.", "Mac Studio M3 Ultra: 192 GB of memory")]
    [InlineData("The Ryzen AI Max+ 395 has 256 GB/s, less than Apple's M-series (546–819 GB/s).", "Ryzen AI Max+ 395: 256 GB/s")]
    [InlineData("Qwen3.5-35B-A3B and Qwen3.6-35B-A3B both advertise \"35B\" but activate only 3B parameters.", "Qwen3.5-35B-A3B: 3 billion parameters active", "Qwen3.6-35B-A3B: 3 billion parameters active")]
    [InlineData("Mistral 7B has a 32K context window. Llama 3.1 supports 128K tokens.", "Mistral 7B: a context of 32,768 tokens")]
    public void Which_name_a_figure_goes_with(string text, params string[] words) => Assert.Equal(words, Read(text));

    [Theory]
    [InlineData("| Model | Parameters | Size |\n|---|---|---|\n| Gemma 3 | 27B | 17GB |", "Gemma 3 27B: a file of 17 GB")]
    [InlineData("## VRAM requirements\n\n| Model | Q4 | FP16 |\n|---|---|---|\n| 7B | 5 GB | 15 GB |", "7B in Q4 needs 5 GB", "7B in FP16 needs 15 GB")]
    [InlineData("| Model size | Example model | VRAM (Q4_K_M) | Min GPU |\n|---|---|---|---|\n| 8B | Llama-3.1-8B | 6 GB | 8 GB |", "8B in Q4_K_M needs 6 GB", "8B in Q4_K_M fits in 8 GB")]
    [InlineData("A 70B:\n\n| Quant | File size | Fits in 24 GB? | Remark |\n|---|---|---|---|\n| Q2_K | 26 GB | Almost, spills 2 GB | needs 48 GB |", "70B in Q2_K: a file of 26 GB", "70B in Q2_K doesn't fit in 24 GB")]
    [InlineData("| VRAM | example cards | comfortable at Q4_K_M |\n|---|---|---|\n| 24 GB | RTX 3090, 4090 | up to 34B; 70B only at low quant |", "RTX 3090: 24 GB of memory", "4090: 24 GB of memory", "34B in Q4_K_M fits comfortably in 24 GB")]
    [InlineData("# RTX 4090\n\n| Model | Quant | Users | tok/s |\n|---|---|---|---|\n| Qwen3-8B | Q8_0 | 32 | 900 |\n| Qwen3-8B | Q8_0 | 1 | 90 |", "Qwen3-8B in Q8_0 on RTX 4090: 90 tokens/s")]
    [InlineData("| GPU | Bandwidth (TB/s) | Cloud price |\n|---|---|---|\n| L40S | 0.86 | $1.49/hr |", "L40S: 860 GB/s")]
    [InlineData("| Level | Type | Bits/weight | Size (7B) |\n|---|---|---|---|\n| SMALL | Q4_K_M | 4.85 | 4.4 GB |", "Q4_K_M: 4.85 bits per weight", "7B in Q4_K_M: a file of 4.4 GB")]
    [InlineData("The RTX 3060 12GB is enough.\n\n| Model | VRAM required |\n|---|---|\n| Nobody-8X | 5 GB |")]
    [InlineData("# Llama-3.2-3B-Q4_K_M\n\n| model | size | params |\n|---|---:|---:|\n| llama 3B Q4_K - Medium | 2.02 GB | 3.21 B |", "Llama-3.2-3B in Q4_K_M: a file of 2.02 GB", "Llama-3.2-3B: 3.21 billion parameters")]
    [InlineData("# Qwen3-4B\n\n| Link | Type | Size/GB | Notes |\n|---|---|---|---|\n| GGUF | Q2_K | 1.7 | |\n| GGUF | Q4_K_M | 2.6 | fast |", "Qwen3-4B in Q2_K: a file of 1.7 GB", "Qwen3-4B in Q4_K_M: a file of 2.6 GB")]
    [InlineData("# Qwen3-4B\n\n| Quant | Size |\n|---|---|\n| Q2_K | 1.7 GB |", "Qwen3-4B in Q2_K: a file of 1.7 GB")]
    [InlineData("# Qwen3-4B\n\n| Quantization | Size (GB) | Description |\n|---|---|---|\n| Q8_0 | 4.3 | best |", "Qwen3-4B in Q8_0: a file of 4.3 GB")]
    public void What_tables_say(string text, params string[] words) => Assert.Equal(words, Read(text));

    [Theory]
    [InlineData("## 8 GB VRAM\n### Can run\n- ✓ 7B models at Q4_K_M\n- 3B models at Q8\n### Cannot run\n- ✗ 13B models at any quantization", "7B in Q4_K_M fits in 8 GB", "3B in Q8 fits in 8 GB", "13B doesn't fit in 8 GB")]
    [InlineData("### RTX 3060 12GB\n\nCan run:\n\n- Llama 3.1 8B at Q4\n\nCannot run:\n\n- 32B+ models (insufficient VRAM)", "Llama 3.1 8B in Q4 fits on RTX 3060 12GB", "32B doesn't fit on RTX 3060 12GB")]
    [InlineData("## What 16GB Actually Runs\n\nHere's what my 16GB gets me:\n\n- 70B and up: don't.", "70B doesn't fit in 16 GB")]
    [InlineData("## RTX 3060\n\nBought in May:\n\n- 7B models at Q4")]
    [InlineData("### Budget: RTX 3060 12GB - ~$300", "RTX 3060 12GB: 300 USD")]
    [InlineData("Llama 2 70B:\n\n- FP16: 140GB VRAM (requires 2x H100s)\n- INT8: 70GB VRAM (single A100)", "Llama 2 70B in FP16 needs 140 GB", "Llama 2 70B in FP16 fits on 2x H100", "Llama 2 70B in INT8 needs 70 GB", "Llama 2 70B in INT8 fits on A100")]
    [InlineData("**LLaMA 7B Q4_0:**\n\n- tg128 on the RX 7900 XTX: 167 tokens/s\n\n**Qwen2.5-Coder 7B Q4_K_M:**\n\n- tg128 on the RX 7900 XTX: 112 t/s", "LLaMA 7B in Q4_0 on RX 7900 XTX: 167 tokens/s", "Qwen2.5-Coder 7B in Q4_K_M on RX 7900 XTX: 112 tokens/s")]
    public void What_lists_and_bold_lines_say(string text, params string[] words) => Assert.Equal(words, Read(text));

    [Theory]
    [InlineData("- Q8 (8-bit): ~1 GB per billion. Quality loss is small.", "Q8: 8 bits per weight")]
    [InlineData("A model at FP16 needs roughly 2 GB per 1 billion parameters.", "FP16: 16 bits per weight")]
    [InlineData("The price is 2 GB per billion tokens of logs.")]
    [InlineData("- float16: 2 bytes", "float16: 16 bits per weight")]
    [InlineData("- 70B at Q4: ~35–40 GB", "70B in Q4: a file of 35–40 GB")]
    [InlineData("For Llama 3.3 70B FP16 needs about 168 GB, Q4_K_M about 47 GB.", "Llama 3.3 70B in FP16 needs 168 GB", "Llama 3.3 70B in Q4_K_M needs 47 GB")]
    [InlineData("Q4_K_M brings a 70B down to roughly 40.5 GB, and IQ3_XXS to about 27 GB.", "70B in Q4_K_M: a file of 40.5 GB", "70B in IQ3_XXS: a file of 27 GB")]
    [InlineData("Q4_K_M for Llama 3.1 70B ships at 42.52 GB. That is 4.82 bits per weight.", "Llama 3.1 70B in Q4_K_M: a file of 42.52 GB", "Q4_K_M: 4.82 bits per weight")]
    [InlineData("# QwQ-32B\n\n48GB VRAM is enough for the Int4 quant.", "QwQ-32B in Int4 fits in 48 GB")]
    [InlineData("# QwQ-32B\n\nYou will need ~80GB of memory for inference at 16bit.", "QwQ-32B in 16bit needs 80 GB")]
    public void What_rules_and_short_sentences_say(string text, params string[] words) => Assert.Equal(words, Read(text));

    [Theory]
    [InlineData("# Mixtral 8x7B\n\n46.7B params, 12.9B active (MoE), 32k context, Apache 2.0", "Mixtral 8x7B: 46.7 billion parameters", "Mixtral 8x7B: 12.9 billion parameters active", "Mixtral 8x7B: a context of 32,768 tokens", "Mixtral 8x7B: licence Apache 2.0")]
    [InlineData("# Llama 3.3 70B\n\n## Specifications\n\n- Context Length: 131,072 tokens", "Llama 3.3 70B: a context of 131,072 tokens")]
    [InlineData("# Llama 3.3 70B\n\n## Test setup\n\n- Context Length: 8,192 tokens")]
    [InlineData("# 4 cards\n\n| Component | Specification |\n|---|---|\n| GPU | 4x Intel Arc Pro B60 |\n| VRAM per GPU | 24GB |\n| Memory Bandwidth | 456 GB/s per GPU |", "Arc Pro B60: 24 GB of memory", "Arc Pro B60: 456 GB/s")]
    [InlineData("Hardware: Apple Mac mini, M4 Pro (14-core), 64 GB unified memory\n\n| Model | Prompt tok | Gen tok | Gen tok/s |\n|---|---|---|---|\n| gemma4:26b | 28 | 126 | 61.5 |", "M4 Pro: 64 GB of memory", "gemma4:26b on M4 Pro: 61.5 tokens/s")]
    [InlineData("static quants of https://huggingface.co/Qwen/Qwen1.5-4B\n\n## Provided Quants\n\n| Link | Type | Size/GB |\n|:-----|:-----|--------:|\n| GGUF | Q2_K | 1.7 |", "Qwen1.5-4B in Q2_K: a file of 1.7 GB")]
    [InlineData("GPU Memory Requirements:\n\n| Parameters | FP 16 bits | 8 bits (Quantized) |\n|---|---|---|\n| 7b | 24 GB | 12 GB |", "7B in FP16 needs 24 GB", "7B in 8-bit needs 12 GB")]
    public void What_data_sheets_say(string text, params string[] words) => Assert.Equal(words, Read(text));

    private static IEnumerable<string> Read(string text) => MarkdownGuide.Read(text).Claims.Select(ClaimWords.Of);
}
