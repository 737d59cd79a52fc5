using System.CommandLine;
using LocalRig.Cli.Rendering;
using LocalRig.Contract;
using LocalRig.Forecasting;
using LocalRig.Rigs;
using Spectre.Console;

namespace LocalRig.Cli.Commands;

/// <summary><c>localrig rigs</c>: the devices that --rig knows by name.</summary>
internal static class RigsCommand
{
    public static Command Make(Surroundings surroundings)
    {
        Command command = new("rigs", "The devices --rig knows by name, to be joined: \"2x rtx-3090 + 64GB ddr5-6000\".");
        Argument<string?> filter = new("filter") { Description = "only names that contain this: rtx-40, m3, cpu", Arity = ArgumentArity.ZeroOrOne };
        command.Add(filter);
        command.SetAction(parsed =>
        {
            string wanted = parsed.GetValue(filter) ?? "";
            List<string> ids = [.. KnownProcessors.Ids.Where(id => id.Contains(wanted, StringComparison.OrdinalIgnoreCase))];
            if (ids.Count == 0)
            {
                throw new RequestException(new Problem(ErrorCode.RigUnknown, $"No device's name contains \"{wanted}\".", "`localrig rigs` lists all.", "filter"));
            }

            Table table = Quantities.PlainTable("device", ">memory", ">bandwidth", "backend");
            foreach (string id in ids)
            {
                string[] row = KnownProcessors.Device(id, "gpu0") is Device device
                    ? [id, device.Memory.ToString(), $"{device.Bandwidth}", RequestFields.Word(device.Backend)]
                    : KnownProcessors.Host(id) is Host host ? [id, host.Memory.ToString(), $"{host.Bandwidth}", "cpu"] : [id, "?", "?", "?"];
                table.AddRow(row);
            }

            surroundings.Terminal.Draw(table);
            return 0;
        });
        return command;
    }
}
