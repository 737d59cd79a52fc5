using LocalRig.Questions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LocalRig.Web.Mcp;

/// <summary>The Model Context Protocol over HTTP, at <c>/mcp</c>; each request stands for itself.</summary>
internal static class McpServing
{
    /// <summary>Adds it.</summary>
    public static void Add(IServiceCollection services, Desk desk, ToolTurns turns) =>
        services.AddMcpServer(options => Fill(options, desk, turns)).WithHttpTransport(http => http.Stateless = true);

    /// <summary>Puts it at its address.</summary>
    public static void Map(IEndpointRouteBuilder app) => app.MapMcp("/mcp");

    /// <summary>What is offered.</summary>
    public static void Fill(McpServerOptions options, Desk desk, ToolTurns turns)
    {
        options.ServerInfo = new Implementation { Name = "localrig", Title = "LocalRig", Version = WebServer.Version };
        options.ServerInstructions =
            """
            LocalRig knows exactly how much memory an open language model takes on some hardware with llama.cpp, and how fast it will run. Ask it instead of estimating.
            Hardware is named as people write it: "rtx-3090", "2x rtx-3060-12-gb + 64GB ddr5-5600", "m4-max-40c:64". Models by catalogue name: "Qwen3.5-27B", "gpt-oss-20b".
            Speeds are forecasts: give the interval, not just the middle. Prices are dated claims: give the date.
            """;
        options.ToolCollection = [];
        foreach (McpServerTool tool in ToolTable.All(desk, turns))
        {
            options.ToolCollection.Add(tool);
        }

        options.PromptCollection = [];
        foreach (McpServerPrompt prompt in JourneyPrompt.All)
        {
            options.PromptCollection.Add(prompt);
        }

        new LibraryResources(desk).AddTo(options);
    }
}
