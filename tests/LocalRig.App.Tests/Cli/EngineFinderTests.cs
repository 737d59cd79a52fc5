using LocalRig.Questions;
using LocalRig.Catalog;
using LocalRig.Contract;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Workloads;
using Xunit;

namespace LocalRig.App.Tests.Cli;

public class EngineFinderTests
{
    [Theory]
    [InlineData(null, "llama.cpp@0.7.0")]
    [InlineData("llama.cpp", "llama.cpp@0.7.0")]
    [InlineData("llama.cpp@0.5.0", "llama.cpp@0.5.0")]
    [InlineData("llama.cpp@0.7.0", "llama.cpp@0.7.0")]
    [InlineData("llama.cpp@b11669", "llama.cpp@0.7.0")]
    [InlineData("llama.cpp@11669", "llama.cpp@0.7.0")]
    [InlineData("llama.cpp@b11700", "llama.cpp@0.7.0 (there is no profile for llama.cpp@b11700)")]
    [InlineData("llama.cpp@b9000", "llama.cpp@0.5.0 (there is no profile for llama.cpp@b9000)")]
    [InlineData("llama.cpp@0.6.2", "llama.cpp@0.5.0 (there is no profile for llama.cpp@0.6.2)")]
    [InlineData("llama.cpp@0.9.0", "llama.cpp@0.7.0 (there is no profile for llama.cpp@0.9.0)")]
    [InlineData("llama.cpp@0.3.0", "llama.cpp@0.5.0 (there is no profile for llama.cpp@0.3.0)")]
    public void An_answer_names_the_profile_it_used(string? asked, string used) => Assert.Equal(used, EngineProfiles.Default.Find(asked).Name);

    /// <summary>On the processor both profiles are exact for their own version, so the bound is the missing profile's.</summary>
    [Theory]
    [InlineData("llama.cpp@0.5.0", true)]
    [InlineData("llama.cpp@b11669", true)]
    [InlineData("llama.cpp@0.6.2", false)]
    [InlineData("llama.cpp@b11700", false)]
    public void Only_a_version_with_a_profile_is_planned_exactly(string asked, bool exact)
    {
        Rig rig = new() { Name = "processor", Devices = [], Host = new Host { Memory = ByteSize.FromGibibytes(64) } };
        Model model = ModelCatalog.Default.Get("Llama-3.2-1B").ToModel("Q8_0");
        string why = EngineProfiles.Default.Find(asked).Allocate(model, new Workload(), new Placement(), rig).BoundedBecause;
        Assert.Equal(exact, why.Length == 0);
        Assert.Equal(!exact, why.Contains(asked, StringComparison.Ordinal));
    }

    [Fact]
    public void An_engine_without_any_rules_is_refused() => Assert.Throws<RequestException>(() => EngineProfiles.Default.Find("vllm@1.0"));
}
