using System.CommandLine;
using LocalRig.Advice.Buying;
using LocalRig.Cli.Rendering;
using LocalRig.Contract;

namespace LocalRig.Cli.Commands;

/// <summary><c>localrig buy</c>: what a sum of money runs.</summary>
internal static class BuyCommand
{
    public static Command Make(Surroundings surroundings)
    {
        Command command = new("buy", "What a sum of money buys: the strongest models it runs, how fast, for how much money and power, and who should not buy it.");
        BuyOptions options = new(command);
        Option<bool> all = new("--all") { Description = "every offer in detail, and every card without a known price" };
        Option<bool> json = SharedOptions.Json();
        command.Add(all);
        command.Add(json);
        command.SetAction(parsed =>
        {
            DateOnly today = surroundings.Today;
            BuyAnswer answer = new BuyAdvisor(BuyOptions.Shop(surroundings)).Answer(options.Read(parsed, today, budgetNeeded: true));
            surroundings.Terminal.Answer(parsed.GetValue(json), w => BuyWriter.Write(w, answer), () => BuyScreen.Of(answer, parsed.GetValue(all), surroundings.Terminal.Width));
            return 0;
        });
        return command;
    }
}
