using LocalRig.Catalog;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LocalRig.Cli.Rendering;

/// <summary>The catalogue as a table; columns that don't fit are left out, never squeezed.</summary>
internal static class ModelsScreen
{
    private const int RoomForDates = 76;
    private const int RoomForLicences = 104;

    public static IRenderable Of(IReadOnlyList<CatalogModel> models, int width)
    {
        List<string> titles = ["model", ">parameters", ">context"];
        titles.AddRange(width >= RoomForDates ? ["released"] : []);
        titles.AddRange(width >= RoomForDates ? ["business use"] : []);
        titles.AddRange(width >= RoomForLicences ? ["licence"] : []);
        Table table = Quantities.PlainTable([.. titles]);
        foreach (CatalogModel model in models)
        {
            List<string> row =
            [
                model.Nominal ? $"[grey]{Markup.Escape(model.Id)} *[/]" : Markup.Escape(model.Id),
                model.ParameterCount > 0 ? Quantities.Parameters(model.ParameterCount) : "?",
                model.ContextLength > 0 ? Quantities.Tokens(model.ContextLength) : "?",
            ];
            row.AddRange(width >= RoomForDates ? [Markup.Escape(model.Released.Split(' ')[0])] : []);
            row.AddRange(width >= RoomForDates ? [model.Nominal ? "" : LicenseTerms.BusinessUse(model.License) is { Length: > 0 } use ? use : "?"] : []);
            row.AddRange(width >= RoomForLicences ? [Markup.Escape(model.License)] : []);
            table.AddRow([.. row]);
        }

        List<IRenderable> notes = [];
        if (models.Any(m => m.Nominal))
        {
            notes.Add(new Markup("[grey]* nobody released a model of this name; its plan names the shape that stands in[/]"));
        }

        if (width >= RoomForDates)
        {
            notes.Add(new Markup("[grey]business use: what the licence says of it; conditions: free for most, read them; ?: no source names the licence[/]"));
        }

        return notes.Count > 0 ? new Rows([table, Text.Empty, .. notes]) : table;
    }
}
