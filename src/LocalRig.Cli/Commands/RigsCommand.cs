using System.CommandLine;
using System.Text.Json;
using LocalRig.Cli.Rendering;
using LocalRig.Contract;
using LocalRig.Forecasting;
using LocalRig.Rigs;
using LocalRig.Units;
using Spectre.Console;

namespace LocalRig.Cli.Commands;

/// <summary><c>localrig rigs</c>: the devices that --rig knows by name.</summary>
internal static class RigsCommand
{
    public static Command Make(Surroundings surroundings)
    {
        Command command = new("rigs", "The devices --rig knows by name, to be joined: \"2x rtx-3090 + 64GB ddr5-6000\".");
        Argument<string?> filter = new("filter") { Description = "only names that contain this: rtx-40, m3, cpu", Arity = ArgumentArity.ZeroOrOne };
        Option<bool> json = SharedOptions.Json();
        command.Add(filter);
        command.Add(json);
        command.SetAction(parsed =>
        {
            string wanted = parsed.GetValue(filter) ?? "";
            List<string> ids = [.. KnownProcessors.Ids.Where(id => id.Contains(wanted, StringComparison.OrdinalIgnoreCase))];
            if (ids.Count == 0)
            {
                throw new RequestException(new Problem(ErrorCode.RigUnknown, $"No device's name contains \"{wanted}\".", "`localrig rigs` lists all.", "filter"));
            }

            if (parsed.GetValue(json))
            {
                surroundings.Terminal.Output.WriteLine(PlanResultWriter.Text(false, w => WriteAll(w, ids)));
                return 0;
            }

            Table table = Quantities.PlainTable("device", ">memory", ">bandwidth", "backend");
            foreach (string id in ids)
            {
                string[] row = KnownProcessors.Device(id, "gpu0") is Device device
                    ? [id, device.Memory.ToString(), $"{device.Bandwidth}", device.Backend.Word()]
                    : KnownProcessors.Host(id) is Host host ? [id, host.Memory.ToString(), $"{host.Bandwidth}", "cpu"] : [id, "?", "?", "?"];
                table.AddRow(row);
            }

            surroundings.Terminal.Draw(table);
            return 0;
        });
        return command;
    }

    private static void WriteAll(Utf8JsonWriter json, List<string> ids)
    {
        json.WriteStartObject();
        json.WriteObjects("devices", ids, id =>
        {
            json.WriteString("id", id);
            if (KnownProcessors.Device(id, "gpu0") is Device device)
            {
                json.WriteString("backend", device.Backend.Word());
                json.WriteNumber("memoryBytes", device.Memory.Bytes);
                json.WriteBoolean("sharesHostMemory", device.SharesHostMemory);
                WriteBandwidth(json, device.Bandwidth);
            }
            else if (KnownProcessors.Host(id) is Host host)
            {
                json.WriteString("backend", "cpu");
                json.WriteNumber("memoryBytes", host.Memory.Bytes);
                WriteBandwidth(json, host.Bandwidth);
            }
        });
        json.WriteEndObject();
    }

    private static void WriteBandwidth(Utf8JsonWriter json, Bandwidth? bandwidth)
    {
        if (bandwidth is { } known)
        {
            json.WriteNumber("bandwidthBytesPerSecond", known.BytesPerSecond);
        }
    }
}
