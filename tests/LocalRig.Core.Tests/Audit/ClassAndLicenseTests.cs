using LocalRig.Answers;
using LocalRig.Audit;
using LocalRig.Audit.Claims;
using LocalRig.Audit.Reading;
using LocalRig.Catalog;
using LocalRig.Engines.LlamaCpp;
using LocalRig.Prices;
using LocalRig.Words;
using Xunit;

namespace LocalRig.Core.Tests.Audit;

/// <summary>Claims about classes of hardware, licences and layers.</summary>
public class ClassAndLicenseTests
{
    private static readonly Auditor Auditor = new(new AuditKnowledge(ModelCatalog.Default, new LlamaCppEngine(), PriceList.Default, new DateOnly(2026, 11, 23), RigWords.TryParse));

    /// <summary>What is said of a class holds for all of its members, for some or for none.</summary>
    [Theory]
    [InlineData("Qwen3-8B in Q4_K_M fits on any 16 GB card.", "holds")]
    [InlineData("Qwen3-32B in Q8_0 runs on a 16 GB card.", "false")]
    [InlineData("Qwen3-8B in Q4_K_M runs on any laptop.", "depends")]
    [InlineData("Qwen3-8B in Q4_K_M fits on any 16 GB Mac.", "holds")]
    [InlineData("Qwen3-8B in Q4_K_M runs at 45 tok/s on a 12 GB card.", "depends")]
    [InlineData("Qwen3-8B in Q4_K_M runs at 900 tok/s on a 12 GB card.", "false")]
    public void A_class_is_judged_on_its_members(string sentence, string verdict) => Assert.Equal(verdict, Verdict(sentence));

    /// <summary>Licences as the publishers' own pages name them.</summary>
    [Theory]
    [InlineData("Qwen3.5-27B is published under Apache 2.0.", "holds")]
    [InlineData("Qwen3.5-27B is published under the MIT license.", "false")]
    [InlineData("gpt-oss-20b is licensed under the Apache License 2.0.", "holds")]
    public void A_licence_is_the_catalogues(string sentence, string verdict) => Assert.Equal(verdict, Verdict(sentence));

    /// <summary>Llama 3's 80 layers and gpt-oss-120b's 36 stand in their configurations.</summary>
    [Theory]
    [InlineData("Llama 3.1 70B has 80 layers.", "holds")]
    [InlineData("Llama 3.1 70B has 64 layers.", "false")]
    [InlineData("gpt-oss-120b has 36 layers.", "holds")]
    [InlineData("Of Llama 3.1 70B in Q4_K_M 70 layers fit on an RTX 3090.", "false")]
    [InlineData("Of Llama 3.1 70B in Q4_K_M 10 layers fit on an RTX 3090.", "misleading")]
    public void Layers_are_the_models_or_what_fits(string sentence, string verdict) => Assert.Equal(verdict, Verdict(sentence));

    private static string Verdict(string sentence)
    {
        Claim claim = Assert.Single(MarkdownGuide.Read(sentence).Claims);
        return AnswerWords.Word(Auditor.Check(claim).Verdict);
    }
}
