using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace LocalRig.App.Tests.Web;

/// <summary>How a server ends: answers in flight are finished, new ones aren't begun.</summary>
public class StopTests
{
    [Fact]
    public async Task An_answer_in_flight_is_finished()
    {
        await using ServedDesk served = await ServedDesk.StartAsync(ServedDesk.Usual with { Limits = ServedDesk.Usual.Limits with { StopTime = TimeSpan.FromMinutes(2) } });
        string lines = string.Concat(Enumerable.Range(0, 300).Select(i => $$"""{"model":"Qwen3.5-27B","quant":"Q4_K_M","rig":"rtx-3090","ctx":{{4096 + i}}}""" + "\n"));
        using HttpRequestMessage request = new(HttpMethod.Post, "api/v1/batch") { Content = new StringContent(lines, Encoding.UTF8, "application/x-ndjson") };
        using HttpResponseMessage begun = await served.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Task stopping = served.Server.StopAsync();
        string answers = await begun.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(300, answers.TrimEnd('\n').Split('\n').Length);
        await stopping.WaitAsync(TimeSpan.FromMinutes(3), TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<HttpRequestException>(() => served.SendAsync(HttpMethod.Get, "healthz"));
    }

    /// <summary>The program itself, told to end as a service manager tells it: 0, and nothing but its address on the output.</summary>
    [Fact]
    public async Task The_program_ends_when_it_is_told_to()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "No signals there.");
        using Process program = Start("web", "--no-browser", "--listen", "127.0.0.1:0");
        string line = (await program.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!;
        Uri address = new(line[line.IndexOf("http", StringComparison.Ordinal)..]);
        using (HttpClient client = new() { BaseAddress = address })
        {
            Assert.Equal("ok", await client.GetStringAsync("healthz", TestContext.Current.CancellationToken));
        }

        using Process kill = Process.Start("kill", ["-TERM", $"{program.Id}"]);
        await program.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(0, program.ExitCode);
        Assert.Empty(await program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Tools_over_standard_streams_write_nothing_but_the_protocol()
    {
        using Process program = Start("mcp");
        await program.StandardInput.WriteLineAsync("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}""");
        await program.StandardInput.WriteLineAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""");
        await program.StandardInput.WriteLineAsync("""{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"identify_hardware","arguments":{"words":"rtx-3090"}}}""");
        await program.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        List<string> lines = [];
        while (lines.Count < 2 && await program.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is string line)
        {
            lines.Add(line);
        }

        program.StandardInput.Close();
        await program.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        lines.AddRange((await program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(0, program.ExitCode);
        Assert.Equal(2, lines.Count);
        Assert.All(lines, l => Assert.StartsWith("{", l));
        Assert.Contains("rtx-3090 with 24.00 GiB", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said()
    {
        await using ServedDesk served = await ServedDesk.StartAsync();
        Cli.CommandLine.Answer answer = await Cli.CommandLine.RealAsync(["web", "--no-browser", "--listen", $"127.0.0.1:{served.Server.Address.Port}"]);
        Assert.Equal(2, answer.Code);
        Assert.Contains("can't be listened on", answer.Error, StringComparison.Ordinal);
    }

    private static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo(Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath! : "dotnet", [Path.Combine(AppContext.BaseDirectory, "localrig.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
