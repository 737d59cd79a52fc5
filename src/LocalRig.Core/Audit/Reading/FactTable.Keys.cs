using System.Collections.Immutable;
using System.Text.RegularExpressions;
using LocalRig.Audit.Claims;

namespace LocalRig.Audit.Reading;

/// <content>What a row is about: the names in its key cells.</content>
internal sealed partial class FactTable
{
    private bool IsKey(int column, string cell) =>
        _heads[column].Label is TableLabel.Model or TableLabel.Device or TableLabel.Quant && _heads[column].Facts.IsEmpty
        || _heads[column].Label == TableLabel.Context && _heads[column].Facts.IsEmpty && (column == 0 || _heads.Any(h => h.Label is TableLabel.Speed or TableLabel.Memory or TableLabel.Cache))
        || column == 0 && _heads[0].Label is TableLabel.None or TableLabel.Model && column == 0 && (IsLabel(cell) || !FactFinder.In(Clip(cell)).Any(f => f.IsFigure && f.Kind is not (FactKind.Parameters or FactKind.Active)));

    /// <summary>Whether a first cell says what its row holds of the devices in the heads, whatever else it says: "VRAM: both 24 GB".</summary>
    private bool IsLabel(string cell) => _heads[0].Label == TableLabel.None && _heads.Any(h => h.Facts.Any(f => f.Kind == FactKind.Device)) && TableLabels.Of(cell) is TableLabel.Memory or TableLabel.Bandwidth or TableLabel.Price;

    /// <summary>What a row is about: the cells of columns that hold names, and its first cell; where that is a label instead, what the row holds.</summary>
    private ImmutableArray<Fact> Key(ImmutableArray<string> cells, out TableLabel label)
    {
        (label, _sized) = (TableLabel.None, false);
        List<Fact> facts = [];
        for (int i = 0; i < Math.Min(cells.Length, _heads.Length); i++)
        {
            if (!IsKey(i, cells[i]))
            {
                facts.AddRange(i > 0 && _heads[i].Label == TableLabel.None && _heads[i].Facts.IsEmpty ? NameAlone(Clip(cells[i]).Trim()) : []);
                continue;
            }

            ImmutableArray<Fact> here = Sized(Names(cells[i], _heads[i].Label), cells, i);
            facts.AddRange(here);
            if (i == 0 && _heads[0].Label is not (TableLabel.Model or TableLabel.Device or TableLabel.Quant or TableLabel.Context))
            {
                label = TableLabels.Of(cells[0]);
            }
        }

        // Beside a model's name a size alone is that model's.
        return [.. facts.Any(f => f.Kind == FactKind.Model && !BareSize().IsMatch(f.Text)) ? facts.Where(f => f.Kind != FactKind.Model || !BareSize().IsMatch(f.Text)) : facts];
    }

    /// <summary>The one model that the row says runs there, where no column holds models: its speed is meant.</summary>
    private IEnumerable<Fact> RunningHere(ImmutableArray<string> cells, ImmutableArray<Fact> key)
    {
        int runs = Array.FindIndex([.. _heads], h => h.Label == TableLabel.Runs);
        ImmutableArray<Fact> there = runs >= 0 && runs < cells.Length && !key.Any(f => f.Kind == FactKind.Model) ? FactFinder.In(Clip(cells[runs])) : [];
        return there.Count(f => f.Kind == FactKind.Model) == 1 ? there.Where(f => f.Kind is FactKind.Model or FactKind.Quant or FactKind.Context) : [];
    }

    private static ImmutableArray<Fact> Names(string cell, TableLabel label)
    {
        string text = Clip(cell);
        ImmutableArray<Fact> facts = [.. FactFinder.In(text).Where(f => !f.IsFigure)];
        if (label == TableLabel.Context && !facts.Any(f => f.Kind == FactKind.Context) && FactFinder.In(Brackets().Replace(text, "").Trim() + " tokens").FirstOrDefault(f => f.Kind == FactKind.Context) is { } context)
        {
            return [.. facts, context];
        }

        // A quantization in brackets after another says the same again.
        return facts.Any(f => f.Kind == FactKind.Quant) && label == TableLabel.Quant && text.Contains('(', StringComparison.Ordinal)
            ? [.. facts.Where(f => f.Kind != FactKind.Quant), .. Inside(facts, text)]
            : facts;
    }

    private static IEnumerable<Fact> Inside(ImmutableArray<Fact> facts, string text)
    {
        Fact[] quants = [.. facts.Where(f => f.Kind == FactKind.Quant)];
        int open = text.IndexOf('(', StringComparison.Ordinal);
        Fact[] inside = [.. quants.Where(q => q.Start > open)];

        // "4-bit (Q4)": the name in brackets is the narrower one.
        return inside.Length > 0 && quants[0].Text.Contains("bit", StringComparison.OrdinalIgnoreCase) ? inside : quants.Where(q => q.Start < open || inside.Length == 0);
    }

    /// <summary>A cell under a head that says nothing, when it is a quantization's name and nothing else.</summary>
    private static IEnumerable<Fact> NameAlone(string cell) => FactFinder.In(cell).Where(f => f.Kind == FactKind.Quant && f.End - f.Start == cell.Length);

    /// <summary>A name without a size takes it from the column of sizes: "Gemma 3 | 27B". A test program's name for a model's shape, "llama 3B", is the model spoken of where the sizes agree.</summary>
    private ImmutableArray<Fact> Sized(ImmutableArray<Fact> names, ImmutableArray<string> cells, int column)
    {
        if (_heads[column].Label != TableLabel.Model)
        {
            return names;
        }

        if (names.FirstOrDefault(f => f.Kind == FactKind.Model) is { } shape && ShapeName().Match(shape.Text) is { Success: true } said
            && _before.Model.Length > shape.Text.Length && _before.Model.StartsWith(said.Groups[1].Value, StringComparison.OrdinalIgnoreCase) && FactWords.Billions().Match(_before.Model) is { Success: true } size && size.Groups[1].Value == said.Groups[2].Value)
        {
            return names.Replace(shape, shape with { Text = _before.Model });
        }

        string billions = SizeBeside(cells, column);
        if (billions.Length > 0 && !names.Any(f => f.Kind == FactKind.Model && !SeveralSizes().IsMatch(f.Text))
            && FactFinder.In($"{Clip(cells[column]).Trim()} {billions}").Where(f => f.Kind == FactKind.Model).ToArray() is [var whole] && whole.Text.Length > billions.Length)
        {
            _sized = true;
            return [.. names.Where(f => f.Kind != FactKind.Model), whole];
        }

        return names;
    }

    /// <summary>The size a row's column of parameters or sizes gives, "27B"; empty where none does.</summary>
    private string SizeBeside(ImmutableArray<string> cells, int column)
    {
        for (int i = 0; i < Math.Min(cells.Length, _heads.Length); i++)
        {
            if (i != column && (_heads[i].Label == TableLabel.Parameters || SizeHead().IsMatch(_heads[i].Text)) && BareSize().IsMatch(Clip(cells[i]).Trim()))
            {
                return Clip(cells[i]).Trim();
            }
        }

        return "";
    }

    /// <summary>Whether a row names something in a column of that kind that isn't known: then what was spoken of before isn't meant.</summary>
    private bool NamesUnknown(TableLabel label, FactKind kind, ImmutableArray<string> cells, ImmutableArray<Fact> key) =>
        !key.Any(f => f.Kind == kind) && _heads.Select((h, i) => (h, i)).Any(c => c.i < cells.Length && c.h.Label == label && c.h.Facts.IsEmpty && cells[c.i].Any(char.IsLetter));

    [GeneratedRegex(@"^(?i)([a-z]+)[\w.]*\s(\d{1,4}(?:\.\d{1,2})?)B$")]
    private static partial Regex ShapeName();

    // Released in sizes that are other models' distillates.
    [GeneratedRegex(@"^DeepSeek[- ]R1$", RegexOptions.IgnoreCase)]
    private static partial Regex SeveralSizes();

    [GeneratedRegex(@"^\W*(?:model )?sizes?\W*$|\bvariants?\b", RegexOptions.IgnoreCase)]
    private static partial Regex SizeHead();
}
