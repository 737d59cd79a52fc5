using System.Collections.Immutable;
using System.CommandLine;
using LocalRig.Contract;
using LocalRig.Web;

namespace LocalRig.Cli.Commands;

/// <summary><c>localrig web</c>: the page, the API and the tools for language models over HTTP.</summary>
internal static class WebCommand
{
    /// <summary>Its name.</summary>
    public const string Name = "web";

    /// <summary>What it does.</summary>
    public const string Sentence = "Serve the page, the HTTP API and the tools for language models (MCP) on this machine.";

    private const string TokenVariable = "LOCALRIG_TOKEN"; // a token on the command line is seen in the list of processes
    private const string PageFolder = "page";

    public static Command Make(Surroundings surroundings)
    {
        Command command = new(Name, Sentence);
        Option<string?> listen = Text("--listen", "HOST:PORT", "where to listen (127.0.0.1:7333, or the next free port); anything but this machine alone needs --token or --open");
        Option<string?> token = Text("--token", "TOKEN", $"answer only who shows it; {TokenVariable} in the environment does the same");
        Option<bool> open = new("--open") { Description = "answer anybody who reaches the address, without a token" };
        Option<string?> files = Text("--allow-files", "DIR", "let requests name models and guides in this folder");
        Option<string?> hosts = Text("--allow-hosts", "HOST,…", "let requests name models on these servers: huggingface.co");
        Option<string?> names = Text("--host-names", "NAME,…", "other names the server is asked under, such as a reverse proxy's");
        Option<bool> machine = new("--this-machine") { Description = "tell others what this machine is (doctor, requests without a rig)" };
        Option<int?> rate = new("--rate") { Description = "requests a client may make per second, 0 for any number (20; any number where only this machine asks)", HelpName = "N" };
        Option<bool> quiet = new("--no-browser") { Description = "don't open a browser" };
        Option<string?> page = Text("--page", "DIR", "the folder of the built page (page beside the program)");
        Option<bool> take = new("--take-evidence") { Description = "take results others send to /api/v1/evidence into the ledger's quarantine" };
        foreach (Option option in (Option[])[listen, token, open, files, hosts, names, machine, rate, quiet, page, take])
        {
            command.Add(option);
        }

        command.SetAction(async (parsed, cancellation) =>
        {
            ListenAddress? address = parsed.GetValue(listen) is string text ? ListenAddress.Parse(text) : null;
            WebOptions options = new()
            {
                Listen = address,
                Token = parsed.GetValue(token) ?? Variable(),
                Open = parsed.GetValue(open),
                Files = parsed.GetValue(files),
                Hosts = List(parsed.GetValue(hosts)),
                Names = List(parsed.GetValue(names)),
                ThisMachine = parsed.GetValue(machine),
                Page = parsed.GetValue(page) ?? Beside(),
                Evidence = parsed.GetValue(take) ? new LedgerIntake(surroundings.LedgerPlace, surroundings.Desk.Time) : null,
                Limits = Limits(parsed.GetValue(rate), address),
            };
            return await WebRun.RunAsync(surroundings, options, browser: !parsed.GetValue(quiet), cancellation);
        });
        return command;
    }

    private static WebLimits Limits(int? rate, ListenAddress? address) =>
        rate switch
        {
            < 0 => throw new RequestException(new Problem(ErrorCode.Usage, "Fewer than no requests per second can't be answered.", "Write --rate 20.", "--rate")),
            null => address?.IsLoopback ?? true ? new WebLimits { RequestsPerSecond = 0 } : new WebLimits(),
            int some => new WebLimits { RequestsPerSecond = some, Burst = Math.Max(some, 1) * (new WebLimits().Burst / new WebLimits().RequestsPerSecond) },
        };

    private static string? Variable() => Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 } token ? token : null;

    private static string? Beside() => Path.Combine(AppContext.BaseDirectory, PageFolder) is string beside && Directory.Exists(beside) ? beside : null;

    private static ImmutableArray<string> List(string? text) => [.. (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    private static Option<string?> Text(string name, string placeholder, string help) => new(name) { Description = help, HelpName = placeholder };
}
