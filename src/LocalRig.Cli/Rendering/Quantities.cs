using System.Numerics;
using LocalRig.Planning;
using LocalRig.Units;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LocalRig.Cli.Rendering;

/// <summary>Numbers and tables as every screen shows them.</summary>
internal static class Quantities
{
    /// <summary>A parameter count: <c>26.9 B</c>, <c>596 M</c>.</summary>
    public static string Parameters(long count) => count >= 1_000_000_000 ? $"{count / 1e9:0.0} B" : $"{count / 1e6:0} M";

    /// <summary>A context length: <c>128k</c> where it is a whole number of 1024, else digits.</summary>
    public static string Tokens(int count) => count > 0 && count % 1024 == 0 ? $"{count / 1024}k" : $"{count:N0}";

    /// <summary>A context length that was searched: digits, so that a column reads alike; <c>256k</c> only for a power of two, which is
    /// what the model was trained for.</summary>
    public static string Found(int count) => BitOperations.IsPow2(count) ? Tokens(count) : $"{count:N0}";

    /// <summary>A size in GiB without its unit; a dash for none.</summary>
    public static string Gibibytes(ByteSize size) => size.Bytes == 0 ? "-" : $"{size.Gibibytes:0.00}";

    /// <summary>The colour of a verdict.</summary>
    public static string Colour(Verdict verdict) => verdict switch { Verdict.Comfortable => "green", Verdict.DoesNotFit => "red", _ => "yellow" };

    /// <summary>A line two columns in from the left, with what doesn't fit under its own beginning.</summary>
    public static IRenderable Indented(string text, string style = "") =>
        new Padder(new Markup(style.Length > 0 ? $"[{style}]{Markup.Escape(text)}[/]" : Markup.Escape(text)), new Padding(2, 0, 0, 0));

    /// <summary>A table without lines; a title that begins with &gt; is right-aligned.</summary>
    public static Table PlainTable(params ReadOnlySpan<string> titles)
    {
        Table table = new Table().Border(TableBorder.None);
        foreach (string title in titles)
        {
            bool right = title.StartsWith('>');
            TableColumn column = new($"[bold]{Markup.Escape(right ? title[1..] : title)}[/]");
            table.AddColumn(right ? column.RightAligned().NoWrap() : column);
        }

        return table;
    }
}
