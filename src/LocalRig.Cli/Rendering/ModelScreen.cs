using LocalRig.Questions;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LocalRig.Cli.Rendering;

/// <summary>A model as its words were understood.</summary>
internal static class ModelScreen
{
    public static Rows Of(UnderstoodModel model)
    {
        string quant = model.Quant is null ? "no quantization named" : model.Quant;
        string place = model.Repository.Length > 0 ? $", {model.Repository}" : "";
        return new Rows([new Markup($"[bold]{Markup.Escape(model.Id)}[/]{(model.Nominal ? " (nominal)" : "")}, {Markup.Escape(quant + place)}"), .. model.Notices.Select(n => (IRenderable)new Text(n))]);
    }
}
