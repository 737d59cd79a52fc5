using LocalRig.Cli.Lookup;
using LocalRig.Contract;
using Xunit;

namespace LocalRig.App.Tests.Cli;

public class EngineFinderTests
{
    [Theory]
    [InlineData(null, "llama.cpp@0.5.0")]
    [InlineData("llama.cpp", "llama.cpp@0.5.0")]
    [InlineData("llama.cpp@0.5.0", "llama.cpp@0.5.0")]
    [InlineData("llama.cpp@0.7.0", "llama.cpp@0.7.0")]
    [InlineData("llama.cpp@b11669", "llama.cpp@0.7.0")]
    [InlineData("llama.cpp@11669", "llama.cpp@0.7.0")]
    [InlineData("llama.cpp@b11700", "llama.cpp@0.7.0 (there is no profile for llama.cpp@b11700)")]
    [InlineData("llama.cpp@b9000", "llama.cpp@0.5.0 (there is no profile for llama.cpp@b9000)")]
    [InlineData("llama.cpp@0.6.2", "llama.cpp@0.5.0 (there is no profile for llama.cpp@0.6.2)")]
    [InlineData("llama.cpp@0.9.0", "llama.cpp@0.7.0 (there is no profile for llama.cpp@0.9.0)")]
    [InlineData("llama.cpp@0.3.0", "llama.cpp@0.5.0 (there is no profile for llama.cpp@0.3.0)")]
    public void An_answer_names_the_profile_it_used(string? asked, string used) => Assert.Equal(used, EngineFinder.Default.Find(asked).Name);

    [Fact]
    public void An_engine_without_any_rules_is_refused() => Assert.Throws<RequestException>(() => EngineFinder.Default.Find("vllm@1.0"));
}
