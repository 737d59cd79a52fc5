using LocalRig.Site.Facts;
using LocalRig.Site.Html;

namespace LocalRig.Site.Pages;

/// <summary>What runs where, as tables.</summary>
internal static class RunTables
{
    private const string Speeds = "Speed is tokens per second of an answer: likely, the range, and what data sheets allow at most.";

    /// <summary>What one machine runs.</summary>
    public static void Models(HtmlWriter html, SiteFacts facts, string root, string caption, Asked asked, IEnumerable<Run> runs)
    {
        html.BeginTable($"{caption} {Speeds}", asked, "Model", "Quantization", ">Memory", ">Context", ">Tokens/s", ">Range", ">Ceiling", "Verdict");
        foreach (Run run in runs)
        {
            html.Row(run.Model.Id, facts.FindModel(run.Model.Id) is { } model ? root + model.Path : null);
            Cells(html, run, run.Path);
            html.Close();
        }

        html.EndTable();
    }

    /// <summary>What runs one model.</summary>
    public static void Devices(HtmlWriter html, string root, string caption, IEnumerable<Run> runs, bool annotated)
    {
        html.BeginTable($"{caption} {Speeds}", null, "Device", "Quantization", ">Memory", ">Context", ">Tokens/s", ">Range", ">Ceiling", "Verdict");
        foreach (Run run in runs)
        {
            html.Row(run.Device.Name, root + run.Device.Path, annotated ? run.Device.Asked : null);
            Cells(html, run, annotated ? run.Path : null);
            html.Close();
        }

        html.EndTable();
    }

    /// <summary>The best that smaller versions of a device run.</summary>
    public static void Versions(HtmlWriter html, SiteFacts facts, string root, DeviceFacts device)
    {
        html.BeginTable($"The best pick of each smaller version. {Speeds}", null, "Version", "Best pick", "Quantization", ">Memory", ">Context", ">Tokens/s", ">Range", ">Ceiling", "Verdict");
        foreach (VersionFacts version in device.Smaller)
        {
            html.Row(Wording.Of(version.Memory), asked: version.Asked);
            if (version.Best is Run best)
            {
                html.Open("td");
                _ = facts.FindModel(best.Model.Id) is { } model ? html.Link(root + model.Path, best.Model.Id) : html.Text(best.Model.Id);
                html.Close();
                Cells(html, best, best.Path);
            }
            else
            {
                html.Cell("nothing fits");
            }

            html.Close();
        }

        html.EndTable().Command(device.Smaller[0].Asked);
    }

    private static void Cells(HtmlWriter html, Run run, string? path)
    {
        html.Cell(run.Quant).Figure(Wording.Of(run.Total), run.Total.Bytes, Under(path, "plan.totalBytes"));
        _ = run.Context > 0 ? html.Figure(Wording.Count(run.Context), run.Context, Under(path, "comfortableContext")) : html.NumberCell("none");
        html.Speed(run.Decode, path).Verdict(run.Verdict);
    }

    private static string? Under(string? path, string name) => path is null ? null : $"{path}.{name}";
}
