using System.Collections.Immutable;
using System.Globalization;
using LocalRig.Devices;
using LocalRig.Rigs;

namespace LocalRig.Words;

/// <summary>Reads a text as <see cref="RigTerm"/>s, from left to right, the longest name first.</summary>
internal sealed class RigTerms
{
    private const int ModelDigits = 4; // 7950X is a processor's number, not a count

    private readonly string text;
    private readonly ImmutableArray<Atom> atoms;
    private readonly Lazy<NameBook> names;
    private int at;

    private RigTerms(string text)
    {
        (this.text, atoms) = (text, AtomReader.Read(text));
        names = new(() => NameBook.For(atoms));
    }

    /// <summary>The terms of a text.</summary>
    public static ImmutableArray<RigTerm> Read(string text)
    {
        RigTerms reader = new(text);
        ImmutableArray<RigTerm>.Builder terms = ImmutableArray.CreateBuilder<RigTerm>();
        while (reader.at < reader.atoms.Length)
        {
            terms.Add(reader.Next());
        }

        return terms.ToImmutable();
    }

    private RigTerm Next() => Sign() ?? Id() ?? Name() ?? (RigTerm?)Count() ?? MemoryTerms.Next(atoms, ref at) ?? Word();

    private RigTerm? Sign()
    {
        Atom atom = atoms[at];
        if (char.IsLetterOrDigit(atom.Text[0]) || atom.Text is ":" or "*")
        {
            return null;
        }

        at++;
        return atom.Text == "-" ? new RigTerm.Unknown(atom.Start, atom.End, MereWord: false) : new RigTerm.Break(atom.Start, atom.End);
    }

    /// <summary>A word that is a catalogue's id, or a backend before a colon.</summary>
    private RigTerm? Id()
    {
        Atom first = atoms[at];
        if (!first.BeginsWord)
        {
            return null;
        }

        string word = text[first.Word..first.WordEnd].ToLowerInvariant();
        int end = at;
        while (end < atoms.Length && atoms[end].Word == first.Word)
        {
            end++;
        }

        if (DeviceCatalog.Default.Find(word) is KnownDevice device)
        {
            at = end;
            return new RigTerm.Device(first.Start, first.WordEnd, word, Named.Nothing.With(device, whole: true));
        }

        bool colon = end < atoms.Length && atoms[end].Text == ":";
        Backend? backend = word == "gpu" ? Backend.Cuda : Backends.Find(word);
        bool size = colon && end + 1 < atoms.Length && atoms[end + 1].IsNumber && atoms[end + 1].Start == atoms[end].End; // "GPU: RTX 3090" is none
        if (!size || backend is null or Backend.Cpu)
        {
            return null;
        }

        at = end;
        return new RigTerm.Card(first.Start, first.WordEnd, backend.Value);
    }

    /// <summary><c>2x</c>, <c>2 x</c>, <c>2*</c> before something; <c>x2</c>, <c>*2</c> after it.</summary>
    private RigTerm.Times? Count()
    {
        Atom atom = atoms[at];
        if (atom.IsNumber && atom.Text.Length != ModelDigits && Peek(1) is { Text: "x" or "*" } times)
        {
            at += 2;
            return new RigTerm.Times(atom.Start, times.End, Whole(atom), After: false);
        }

        bool begins = atom.Text == "*" || atom.BeginsWord || (atom.Text == "x" && Peek(1) is { } glued && glued.Start == atom.End && text[atom.Start - 1] != '-'); // not the X of 5950X or EVO-X2
        if (atom.Text is "x" or "*" && begins && Peek(1) is { IsNumber: true } number && number.Start - atom.End <= 1)
        {
            at += 2;
            return new RigTerm.Times(atom.Start, number.End, Whole(number), After: true);
        }

        return null;
    }

    private RigTerm.Device? Name()
    {
        (Named What, int Length)? listed = names.Value.Longest(atoms, at);
        (Named What, int Length)? numbered = ProcessorNames.At(atoms, at);
        if (((numbered?.Length ?? 0) > (listed?.Length ?? 0) ? numbered : listed) is not (Named what, int length))
        {
            return null;
        }

        Atom first = atoms[at];
        Atom last = atoms[at + length - 1];
        string name = string.Join(' ', Enumerable.Range(at, length).Select(i => atoms[i].Text));
        at += length;
        return new RigTerm.Device(first.Start, last.End, name, what);
    }

    private RigTerm Word()
    {
        Atom atom = atoms[at++];
        if ((atom.Text is "s" && !atom.BeginsWord) || RigVocabulary.IsBoard(text[atom.Word..atom.WordEnd]))
        {
            while (at < atoms.Length && atoms[at].Word == atom.Word)
            {
                at++;
            }

            return new RigTerm.Filler(atom.Start, atoms[at - 1].End);
        }

        if (atom.Text is "*" or ":" || (atom.IsNumber && at < atoms.Length && atoms[at].Text == ":" && atoms[at].Start == atom.End)) // "GPU 0:"
        {
            at += atom.IsNumber ? 1 : 0;
            return new RigTerm.Filler(atom.Start, atom.End);
        }

        if (atom.IsNumber && at < atoms.Length && atoms[at].Text is "th" or "nd" or "rd" && atoms[at].Start == atom.End)
        {
            return new RigTerm.Filler(atom.Start, atoms[at++].End); // 12th Gen
        }

        if (atom.IsNumber)
        {
            return new RigTerm.Number(atom.Start, atom.End, double.Parse(atom.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture));
        }

        return RigVocabulary.Meaning(atom, ref at, atoms);
    }

    private Atom? Peek(int ahead) => at + ahead < atoms.Length ? atoms[at + ahead] : null;

    private static int Whole(Atom number) => int.TryParse(number.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : -1;
}
