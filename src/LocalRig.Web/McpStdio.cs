using LocalRig.Questions;
using LocalRig.Web.Mcp;
using ModelContextProtocol.Server;

namespace LocalRig.Web;

/// <summary>The Model Context Protocol over a pair of streams: a program that started this one speaks, and nobody else.</summary>
public static class McpStdio
{
    /// <summary>Answers until the input ends.</summary>
    /// <param name="desk">Where questions are asked.</param>
    /// <param name="input">What is asked, one message per line.</param>
    /// <param name="output">What is answered; nothing else may be written there.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task RunAsync(Desk desk, Stream input, Stream output, CancellationToken cancellation = default)
    {
        using ToolTurns turns = new();
        McpServerOptions options = new();
        McpServing.Fill(options, desk, turns);
        await using StreamServerTransport transport = new(input, output, options.ServerInfo!.Name);
        await using McpServer server = McpServer.Create(transport, options);
        await server.RunAsync(cancellation).ConfigureAwait(false);
    }
}
