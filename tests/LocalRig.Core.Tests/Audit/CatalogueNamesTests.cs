using System.Text.RegularExpressions;
using LocalRig.Audit.Claims;
using LocalRig.Audit.Reading;
using LocalRig.Catalog;
using LocalRig.Devices;
using Xunit;

namespace LocalRig.Core.Tests.Audit;

/// <summary>Every name of the catalogues in the frames guides put names into: the claim is of that name, whole, and not of a shorter one inside it or of one spoken of before.</summary>
public partial class CatalogueNamesTests
{
    /// <summary>Products whose names alone say too little to be looked for: a word, a letter with a figure, a figure of a processor's graphics.</summary>
    private static readonly string[] Unsaid = ["VII", "660M", "740M", "760M", "840M", "860M", "880M"];

    /// <summary>Models whose names have no size and no figure that the reader looks for; their figures must go to nobody else, or to what was spoken of by that very name.</summary>
    private static readonly string[] Plain = ["Command-A", "Command-R", "Command-R-Plus", "Devstral", "DeepSeek-OCR", "Hy3", "dots.llm1", "Phi-mini-MoE", "Phi-tiny-MoE"];

    private const int LeastSpaced = 6; // "Phi 4" beside a column of sizes is the name of a family

    private static readonly (string Text, string Says)[] OfDevices =
    [
        ("The {0} reaches 20 tok/s on Llama 3.1 8B.", "Llama 3.1 8B on {0}: 20 tokens/s"),
        ("| GPU | Bandwidth |\n|---|---|\n| {0} | 300 GB/s |", "{0}: 300 GB/s"),
        ("We compared the RTX 3090 and others. {0}: 300 GB/s of bandwidth.", "{0}: 300 GB/s"),
        ("- **{0}** – 300 GB/s", "{0}: 300 GB/s"),
        ("The {0} and the RTX 3090 have 300 GB/s and 936 GB/s of bandwidth.", "{0}: 300 GB/s"),
    ];

    private static readonly (string Text, string Says)[] OfModels =
    [
        ("{0} in Q4_K_M reaches 20 tok/s on an RTX 3090.", "{0} in Q4_K_M on RTX 3090: 20 tokens/s"),
        ("| Model | VRAM (Q4_K_M) |\n|---|---|\n| {0} | 6 GB |", "{0} in Q4_K_M needs 6 GB"),
        ("Llama 3.1 8B is small. {0} at Q8_0 needs 9 GB of VRAM.", "{0} in Q8_0 needs 9 GB"),
        ("- {0} Q4_K_M — 20 t/s on RTX 3090", "{0} in Q4_K_M on RTX 3090: 20 tokens/s"),
    ];

    [Fact]
    public void Devices_are_read_by_their_whole_names()
    {
        string[] names = [.. DeviceCatalog.Default.All.Where(d => !d.IsHost && d.Product.AsSpan().IndexOfAny("/,(") < 0)
            .SelectMany(d => (string[])[d.Product, d.Product.Replace("GeForce ", "", StringComparison.Ordinal).Replace("Radeon ", "", StringComparison.Ordinal)]).Distinct().Except(Unsaid)];
        Assert.True(names.Length > 300);
        Assert.Empty(Wrong(names, OfDevices));
    }

    [Fact]
    public void Models_are_read_by_their_whole_names()
    {
        string[] ids = [.. ModelCatalog.Default.Models.Where(m => !m.Nominal).Select(m => m.Id).Distinct().Except(Plain)];
        Assert.True(ids.Length > 300);
        Assert.Empty(Wrong([.. ids.Concat(ids.Where(n => n.Length >= LeastSpaced).Select(n => n.Replace('-', ' '))).Distinct()], OfModels));
    }

    private static IEnumerable<string> Wrong(string[] names, (string Text, string Says)[] frames) =>
        from name in names
        from frame in frames
        let text = frame.Text.Replace("{0}", name, StringComparison.Ordinal)
        let says = Plainly(frame.Says.Replace("{0}", name, StringComparison.Ordinal))
        let read = MarkdownGuide.Read(text).Claims.Select(ClaimWords.Of).ToArray()
        where !read.Any(r => Plainly(r) == says)
        select $"{text} -> {string.Join("; ", read)}";

    private static string Plainly(string words) => Loose().Replace(words, "").ToUpperInvariant();

    // Spaces, hyphens, makers' names and editions of the same shape say nothing about what was understood.
    [GeneratedRegex(@"(?<=[\d.]B)[- ](?:Instruct|Chat|it)(?:[- ]2507)?(?![\w])|(?<=large)[- ]instruct|[\s()-]|\b(?:NVIDIA|GeForce|AMD|Radeon|Apple|Intel)\s", RegexOptions.IgnoreCase)]
    private static partial Regex Loose();
}
