using LocalRig.Runtimes;
using Xunit;

namespace LocalRig.Core.Tests.Runtimes;

public sealed class RuntimeFactsTests
{
    [Fact]
    public void The_facts_are_sound() => Assert.Empty(RuntimeFacts.Validate());

    /// <summary>What Ollama's issues report: 0.17.x to 0.23.2 refuse, 0.30.0 runs llama-server and doesn't.</summary>
    [Theory]
    [InlineData("0.17.0", true)]
    [InlineData("0.17.1", true)]
    [InlineData("0.23.2", true)]
    [InlineData("0.29", true)]
    [InlineData("0.29.9", true)]
    [InlineData("0.30.0", false)]
    [InlineData("0.30", false)]
    [InlineData("0.33.0-rc2", false)]
    [InlineData("", false)]
    public void Ollama_before_0_30_refuses_other_peoples_Qwen3_5(string version, bool refuses) =>
        Assert.Equal(refuses, RuntimeFacts.Default.LimitsOf("ollama", version).Any(l => l.Subject == LimitSubject.Architecture && l.Applies.Contains("qwen35")));

    [Fact]
    public void Problems_of_a_file_are_all_told()
    {
        List<string> problems = [];
        RuntimeFacts.Read(
            static name => name == "versions"
                ? "runtime,version,title,date,kind,source,note\n,1,x,2026,vendor,s,"
                : "runtime,from,to,subject,applies,sentence,date,kind,source,note\nollama,,,weather,x,No full stop,then,vendor,s,\nollama,1\n",
            problems);
        Assert.Equal(5, problems.Count);
    }
}
