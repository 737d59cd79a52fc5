using System.CommandLine;
using LocalRig.Local.Desks;
using LocalRig.Local.Sources;
using LocalRig.Questions;
using LocalRig.Web;

namespace LocalRig.Cli.Commands;

/// <summary><c>localrig mcp</c>: tools for language models over standard input and output, for a program that starts this one.</summary>
internal static class McpCommand
{
    /// <summary>Its name.</summary>
    public const string Name = "mcp";

    /// <summary>What it does.</summary>
    public const string Sentence = "Tools for language models (MCP) over standard input and output; `localrig web` serves them over HTTP.";

    public static Command Make(Surroundings surroundings)
    {
        Command command = new(Name, Sentence);
        command.SetAction(async (_, cancellation) =>
        {
            await using Stream input = StandardDescriptors.InputIsMissing() ? Stream.Null : Console.OpenStandardInput();
            await using Stream output = ProcessOutput.Open(1);
            await McpStdio.RunAsync(ForModels(surroundings.Desk), input, output, cancellation);
            return 0;
        });
        return command;
    }

    /// <summary>The user's desk, but for what a text that a model has read could make it do: ask a neighbour in a private network.</summary>
    private static Desk ForModels(Desk own) =>
        new()
        {
            Catalogue = own.Catalogue,
            Files = new ReachableModels(options: static () => ModelSourceOptions.FromEnvironment() with { PublicAddressesOnly = true }),
            Machine = own.Machine,
            Documents = own.Documents,
            Time = own.Time,
        };
}
