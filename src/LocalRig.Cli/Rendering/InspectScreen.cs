using System.Collections.Immutable;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Quantization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LocalRig.Cli.Rendering;

/// <summary>What a model's header says, as people read it.</summary>
internal static class InspectScreen
{
    private const int LongestValue = 60;
    private const int FirstItems = 6;

    public static IRenderable Of(Model model, bool everyTensor)
    {
        List<IRenderable> rows =
        [
            new Markup($"[bold]{Markup.Escape(model.Id)}[/] {Markup.Escape(model.QuantName)}"),
            new Text(
                $"{Quantities.Parameters(model.Tensors.Elements)} parameters, {model.Tensors.TotalSize} ({model.Tensors.TotalSize.Bytes:N0} bytes), "
                + $"{model.Tensors.BitsPerWeight:0.00} bits per weight"),
            Shape(model),
            .. model.Refusal.Length > 0 ? [new Markup($"[red]{Markup.Escape(model.Refusal)}[/]")] : (IRenderable[])[],
            Text.Empty,
            Types(model),
            Text.Empty,
            Facts(model.Metadata),
        ];
        if (everyTensor)
        {
            rows.Add(Text.Empty);
            rows.Add(Tensors(model));
        }

        return new Rows(rows);
    }

    private static Text Shape(Model model) =>
        model.Architecture is Architecture shape
            ? new Text(
                $"{shape.Name}: {shape.Layers.Length} layers of {shape.EmbeddingLength} ({string.Join(", ", shape.Layers.GroupBy(l => Kind(l.Attention)).Select(g => $"{g.Count()} {g.Key}"))}"
                + $"{(shape.Layers.Any(l => l.FeedForward is ExpertFeedForward) ? ", experts" : "")}), vocabulary {shape.VocabularySize:N0}, trained for {shape.ContextLength:N0} tokens")
            : model.Refusal.Length > 0 ? new Text($"{model.Metadata.Architecture}: no shape can be read from this header.")
            : new Text($"LocalRig doesn't know the architecture \"{model.Metadata.Architecture}\": weights are exact, plans are bounds.");

    private static string Kind(Attention attention) =>
        attention switch
        {
            SlidingAttention sliding => $"sliding-window {sliding.Window}",
            FullAttention => "full attention",
            LatentAttention => "latent attention",
            RecurrentAttention => "recurrent",
            _ => "other",
        };

    private static Table Types(Model model)
    {
        Table table = Quantities.PlainTable("type", ">tensors", ">parameters", ">size", ">share");
        foreach (TensorTypeShare share in TensorTypeShare.Of(model.Tensors))
        {
            double part = 100.0 * share.Size.Bytes / Math.Max(1, model.Tensors.TotalSize.Bytes);
            table.AddRow(share.Type.Name(), $"{share.Tensors:N0}", $"{share.Elements:N0}", share.Size.ToString(), $"{part:0.0} %");
        }

        return table;
    }

    private static Table Facts(Metadata metadata)
    {
        Table table = Quantities.PlainTable("fact", "value");
        foreach ((string key, object value) in metadata.Values.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            table.AddRow(Markup.Escape(key), Markup.Escape(Shown(value)));
        }

        return table;
    }

    private static Table Tensors(Model model)
    {
        Table table = Quantities.PlainTable("tensor", "type", ">shape", ">size");
        foreach (TensorInfo tensor in model.Tensors.Tensors)
        {
            table.AddRow(Markup.Escape(tensor.Name), tensor.Type.Name(), tensor.Shape.ToString(), tensor.Size.ToString());
        }

        return table;
    }

    private static string Shown(object value) =>
        value switch
        {
            bool flag => flag ? "true" : "false",
            SkippedArray array => $"{array.Count:N0} {(array.Count == 1 ? "item" : "items")}",
            ImmutableArray<long> list => List(list),
            ImmutableArray<double> list => List(list),
            ImmutableArray<string> list => List(list),
            string text => Short(text.ReplaceLineEndings("⏎")),
            _ => $"{value}",
        };

    private static string List<T>(ImmutableArray<T> list) =>
        Short(string.Join(", ", list.Take(FirstItems))) + (list.Length > FirstItems ? $", … ({list.Length:N0})" : "");

    private static string Short(string text) => text.Length > LongestValue ? text[..LongestValue] + "…" : text;
}
