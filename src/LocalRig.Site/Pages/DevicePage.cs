using System.Globalization;
using LocalRig.Advice;
using LocalRig.Devices;
using LocalRig.Prices;
using LocalRig.Site.Facts;
using LocalRig.Site.Html;

namespace LocalRig.Site.Pages;

/// <summary>A device's page: its data sheet, what it runs, what it costs.</summary>
internal static class DevicePage
{
    private const string Root = "../";

    /// <summary>The page.</summary>
    public static Page Of(DeviceFacts device, SiteFacts facts)
    {
        Run? best = device.Runs.FirstOrDefault();
        string picked = best is null ? "None of the catalogue's models fits." : $"Best pick: {best.Model.Id} in {best.Quant}, up to {Wording.Count(best.Context)} tokens of context.";
        return new Page(device.Path, device.Name, $"What {device.Name} runs of {Wording.Count(facts.Models.Length)} open models, in which quantization, with how much context, how fast. {picked}", html => Body(html, device, facts))
        {
            Title = $"{device.Name}: which models it runs",
            Above = [("devices/index.html", "Devices")],
            PictureLines = best is null ? [] : [$"{best.Model.Id} {best.Quant}", $"{Wording.Shortly(best.Context)} of context{(best.Decode is { } rate ? $", {Wording.Rate(rate.TokensPerSecond)} tokens/s" : "")}"],
        };
    }

    private static void Body(HtmlWriter html, DeviceFacts device, SiteFacts facts)
    {
        Runs(html, device, facts);
        if (!device.Smaller.IsEmpty)
        {
            html.Open("section").Leaf("h2", "Smaller versions");
            RunTables.Versions(html, facts, Root, device);
            html.Close();
        }

        Prices(html, device);
        Sheet(html, device.Device);
    }

    private static void Runs(HtmlWriter html, DeviceFacts device, SiteFacts facts)
    {
        html.Open("section").Leaf("h2", "What it runs");
        if (device.Runs.FirstOrDefault() is not Run best)
        {
            html.Leaf("p", "None of the catalogue's models fits.").Command(device.Asked).Close();
            return;
        }

        string sold = device.Device.MemoryVersions.Length > 1 ? $" It is sold with {Wording.Join([.. device.Device.MemoryVersions.Select(Wording.Of)])}; this page is of the largest." : "";
        string beside = device.Rig.Devices.IsEmpty ? $"Planned with {Wording.Of(device.Rig.Host.Memory)} of main memory." : device.Device.SharesHostMemory ? "Its memory is the machine's." : $"Planned with {Wording.Of(device.Rig.Host.Memory)} of main memory beside it.";
        html.Open("p", ("class", "lead")).Text("Best pick: ");
        _ = facts.FindModel(best.Model.Id) is { } page ? html.Link(Root + page.Path, best.Model.Id) : html.Text(best.Model.Id);
        html.Text($" in {best.Quant}, {(best.Context > 0 ? $"up to {Wording.Count(best.Context)} tokens of context" : Wording.Of(best.Verdict))}{(best.Decode is { } rate ? $", about {Wording.Rate(rate.TokensPerSecond)} tokens per second" : "")}.").Close();
        html.Leaf("p", beside + sold);
        RunTables.Models(html, facts, Root, "Every model it runs, best first: what leaves 1 GiB free, then what is fast enough, then the stronger by independent tests, and by size and age where nobody compared two.", device.Asked, device.Runs);
        html.Command(device.Asked);
        string[] without = [.. facts.Models.Where(m => m.Model is { Offered: true, Nominal: false, StandIn.Length: 0 } && !device.ByModel.ContainsKey(m.Model.Id)).Select(m => m.Model.Id)];
        if (without.Length > 0)
        {
            html.Open("details").Leaf("summary", $"Doesn't run ({without.Length})").Leaf("p", $"{Wording.Join(without)}.").Close();
        }

        if (facts.HasApp)
        {
            html.Open("p").Link($"{Root}app/#/plan?model={Uri.EscapeDataString(best.Model.Id)}&quant={Uri.EscapeDataString(best.Quant)}&rig={Uri.EscapeDataString(device.Device.Id)}", "Change the plan yourself").Close();
        }

        html.Close();
    }

    private static void Prices(HtmlWriter html, DeviceFacts device)
    {
        html.Open("section").Leaf("h2", "What it costs");
        if (device.Prices.Claims.IsEmpty)
        {
            html.Leaf("p", "Unknown: nobody's dated price is in the list.").Close();
            return;
        }

        html.BeginTable("Dated claims, newest first. Nothing is averaged; a claim too old to trust is marked stale.", null, "Sold", "What", ">Price", "Seen", ">Age", "Source");
        foreach (DatedClaim claim in device.Prices.Claims)
        {
            PriceClaim said = claim.Claim;
            string what = said.Product.Length > 0 ? said.Product : said.MemoryGiB is int memory ? $"{memory} GiB" : said.Form.ToString().ToLowerInvariant();
            html.Row(HardwareWords.Word(said.Condition)).Cell(what).NumberCell(said.Range.ToString()).Cell(said.By.Date.Text);
            html.NumberCell($"{Wording.Count(claim.AgeDays)} days{(claim.Stale ? ", stale" : "")}").Open("td").Source(said.By.Source).Text(said.By.Note.Length > 0 ? $" {said.By.Note}" : "").Close().Close();
        }

        html.EndTable();
        html.Open("p", ("class", "ask")).Text("Everything priced like it: ").Leaf("code", "localrig buy --budget 2000 --all").Close().Close();
    }

    private static void Sheet(HtmlWriter html, KnownDevice device)
    {
        html.Open("section").Leaf("h2", "Data sheet");
        html.BeginTable("What its maker publishes; an empty value nobody published is said to be unknown.", null, "Fact", "Value");
        Fact(html, "Name for --rig", device.Id);
        Fact(html, "Maker", device.Maker);
        Fact(html, "Kind", device.Kind switch { DeviceKind.Discrete => "memory of its own", DeviceKind.Unified => "graphics that share the machine's memory", _ => "a host's processor" });
        Fact(html, "Generation", device.Generation);
        Fact(html, device.IsHost ? "Memory at most" : "Memory", device.MemoryVersions.Length > 0 ? Wording.Join([.. device.MemoryVersions.Select(Wording.Of)]) : device.Memory.Bytes > 0 ? Wording.Of(device.Memory) : "");
        Fact(html, "Kind of memory", device.MemoryType);
        Fact(html, "Way to memory", device.BusBits is int bits ? $"{bits} bits" : "");
        Fact(html, "Memory bandwidth", $"{device.Bandwidth}");
        Fact(html, "F32", Rate(device.Compute.Shader));
        Fact(html, "F16", Rate(device.Compute.Half));
        Fact(html, "Eight-bit integers", Rate(device.Compute.Integer));
        Fact(html, "Power limit", device.Watts is double watts ? $"{watts.ToString("0.#", CultureInfo.InvariantCulture)} W" : "");
        Fact(html, "PCI Express", device.Pcie is { } link ? $"{link.Generation}.0 x{link.Lanes}" : "");
        Fact(html, "Released", device.Release?.Text ?? "");
        html.Row("Sources").Open("td");
        foreach (string source in device.Sources)
        {
            html.Source(source).Text(" ");
        }

        html.Close().Close().EndTable().Close();
    }

    private static void Fact(HtmlWriter html, string name, string value) => html.Row(name).Cell(value.Length > 0 ? value : Wording.Unknown).Close();

    private static string Rate(double? rate)
    {
        const double Tera = 1e12;
        return rate is double known ? $"{(known / Tera).ToString("0.##", CultureInfo.InvariantCulture)} × 10¹² operations a second" : "";
    }
}
