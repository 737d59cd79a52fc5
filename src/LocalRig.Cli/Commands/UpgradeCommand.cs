using System.CommandLine;
using LocalRig.Advice.Buying;
using LocalRig.Cli.Rendering;
using LocalRig.Contract;
using LocalRig.Forecasting;
using LocalRig.Rigs;

namespace LocalRig.Cli.Commands;

/// <summary><c>localrig upgrade</c>: what can be made of a rig one has.</summary>
internal static class UpgradeCommand
{
    public static Command Make(Surroundings surroundings)
    {
        Command command = new("upgrade", "What can be made of a machine: a second card, a better one, more memory, another machine; what each newly runs and costs.");
        Option<string?> from = new("--from", "--rig") { Description = "the machine as it is: rtx-3060-12-gb, \"rtx-4070 + 64GB ddr5-6000\" (default: this one)", HelpName = "RIG" };
        command.Add(from);
        BuyOptions options = new(command);
        Option<bool> all = new("--all") { Description = "every step in detail" };
        Option<bool> json = SharedOptions.Json();
        command.Add(all);
        command.Add(json);
        command.SetAction(async (parsed, cancellation) =>
        {
            DateOnly today = surroundings.Today;
            BuyQuestion question = options.Read(parsed, today, budgetNeeded: false);
            Rig rig = await FromAsync(surroundings, parsed.GetValue(from), question, cancellation);
            UpgradeAnswer answer = new UpgradeAdvisor(BuyOptions.Shop(surroundings)).Answer(rig, question);
            surroundings.Terminal.Answer(parsed.GetValue(json), w => UpgradeWriter.Write(w, answer), () => UpgradeScreen.Of(answer, parsed.GetValue(all), surroundings.Terminal.Width));
            return 0;
        });
        return command;
    }

    /// <summary>The rig named, around cards with the assumed main memory where none is named; or this machine.</summary>
    private static async Task<Rig> FromAsync(Surroundings surroundings, string? name, BuyQuestion question, CancellationToken cancellation)
    {
        PlanRequest request = new() { Rig = name is null ? new ThisMachineRig() : new NamedRig(name) };
        Rig rig = await surroundings.Rigs.FindAsync(request, cancellation);
        if (Forecaster.Unknown(rig) is Device unknown)
        {
            throw new RequestException(new Problem(
                ErrorCode.Usage, $"The memory bandwidth of {unknown.Model ?? unknown.CatalogId ?? unknown.Name} isn't known, so nothing can be said to be faster.", "Name the card, such as --from rtx-3090; `localrig rigs` lists them.", "--from"));
        }

        bool memoryNamed = name is null || name.Contains('+', StringComparison.Ordinal) || rig.Devices.IsEmpty || rig.Devices.Any(d => d.SharesHostMemory);
        return memoryNamed ? rig : rig with { Host = rig.Host with { Memory = Units.ByteSize.FromGibibytes(question.HostGiB) } };
    }
}
