using LocalRig.Devices;
using LocalRig.Site.Facts;
using LocalRig.Site.Html;

namespace LocalRig.Site.Pages;

/// <summary>All devices, by kind.</summary>
internal static class DeviceList
{
    private const string Root = "../";

    /// <summary>The page.</summary>
    public static Page Of(SiteFacts facts) =>
        new("devices/index.html", "Devices", $"{facts.Devices.Length} graphics cards, machines with shared memory and processors, each with what it runs.", html =>
        {
            Section(html, facts, DeviceKind.Discrete, "Graphics cards");
            Section(html, facts, DeviceKind.Unified, "Machines with shared memory");
            Section(html, facts, DeviceKind.Cpu, "Processors");
        })
        { Kind = "CollectionPage" };

    private static void Section(HtmlWriter html, SiteFacts facts, DeviceKind kind, string title)
    {
        DeviceFacts[] devices = [.. facts.Devices.Where(d => d.Device.Kind == kind)];
        if (devices.Length == 0)
        {
            return;
        }

        html.Open("section").Leaf("h2", title);
        html.BeginTable($"{title}, by name, with the best model each runs.", null, "Device", "Maker", ">Memory", ">Bandwidth", "Best pick", "Quantization", ">Context");
        foreach (DeviceFacts device in devices.OrderBy(d => d.Device.Maker, StringComparer.Ordinal).ThenBy(d => d.Name, StringComparer.OrdinalIgnoreCase).ThenBy(d => d.Device.Id, StringComparer.Ordinal))
        {
            html.Row(device.Name, Root + device.Path).Cell(device.Device.Maker).NumberCell(Wording.Of(device.Device.Memory)).NumberCell($"{device.Device.Bandwidth}");
            _ = device.Runs.FirstOrDefault() is { } best ? html.Cell(best.Model.Id).Cell(best.Quant).NumberCell(Wording.Count(best.Context)) : html.Cell("nothing fits").Cell("").NumberCell("");
            html.Close();
        }

        html.EndTable().Close();
    }
}
