using System.Text;
using LocalRig.Catalog;
using LocalRig.Contract;
using LocalRig.Words;

namespace LocalRig.Questions;

/// <summary>A side of a comparison in words: <c>Qwen3.5-27B --quant Q6_K -c 32k</c>, <c>rtx-4090</c>, <c>--quant Q6_K</c>. Options are a plan's.</summary>
internal static class SideWords
{
    /// <summary>The fields it gives.</summary>
    /// <exception cref="RequestException">It can't be read, or says nothing.</exception>
    public static List<GivenField> Read(string side, Inquiry inquiry)
    {
        List<GivenField> given = [];
        Queue<string> words = new(Split(side));
        while (words.TryDequeue(out string? word))
        {
            if (word.Length > 1 && word[0] == '-')
            {
                given.Add(Option(word, words, side));
            }
            else if (given.Exists(g => g.Where == g.Field.Name))
            {
                throw Wrong(side, $"There is no argument `{word}`.", "");
            }
            else
            {
                string name = FieldOf(word, inquiry);
                given.Insert(0, new GivenField(PlanFields.Reader.Find(name)!, name, word));
            }
        }

        if (given.Count == 0)
        {
            throw new RequestException(new Problem(ErrorCode.Usage, $"\"{side}\" says nothing to compare.", "Write a model, or options of `localrig plan`.", "compare"));
        }

        GivenField.Agree(given);
        return given;
    }

    private static GivenField Option(string word, Queue<string> words, string side)
    {
        string[] parts = word.Split('=', 2);
        foreach (Field field in PlanFields.All)
        {
            if (field.Options.FirstOrDefault(o => o.Names.Contains(parts[0])) is FieldOption option)
            {
                return option.Placeholder is null ? new GivenField(field, parts[0], option.Implies)
                    : parts.Length > 1 ? new GivenField(field, parts[0], parts[1])
                    : words.TryDequeue(out string? value) ? new GivenField(field, parts[0], value)
                    : throw Wrong(side, $"Required argument missing for option: '{parts[0]}'.", "");
            }
        }

        string? near = Spelling.Nearest(parts[0], PlanFields.All.SelectMany(f => f.Options).SelectMany(o => o.Names));
        throw Wrong(side, $"There is no option `{word}`.", near is null ? "" : $"Did you mean `{near}`?");
    }

    private static RequestException Wrong(string side, string message, string near) =>
        new(new Problem(ErrorCode.Usage, $"In \"{side}\": {message}", near.Length > 0 ? near : "Options are those of `localrig plan`.", "compare"));

    /// <summary>What a bare word is: a model, else a rig, else a quantization; a mistyped one is what it is nearest to.</summary>
    private static string FieldOf(string word, Inquiry inquiry) =>
        inquiry.IsFile(word) || inquiry.Catalog.Find(word) is not null ? "model"
        : RigWords.NamesHardware(word) ? "rig"
        : QuantChoice.TryParse(word) is not null ? "quant"
        : inquiry.Catalog.Suggest(word).IsEmpty && RigWords.SoundsLikeHardware(word) ? "rig"
        : "model";

    /// <summary>Words parted by spaces; quotation marks keep a text together.</summary>
    private static List<string> Split(string side)
    {
        List<string> words = [];
        StringBuilder word = new();
        bool quoted = false;
        bool any = false;
        foreach (char c in side)
        {
            if (c == '"')
            {
                (quoted, any) = (!quoted, true);
            }
            else if (char.IsWhiteSpace(c) && !quoted)
            {
                End();
            }
            else
            {
                word.Append(c);
                any = true;
            }
        }

        End();
        return words;

        void End()
        {
            if (any)
            {
                words.Add(word.ToString());
                word.Clear();
                any = false;
            }
        }
    }
}
