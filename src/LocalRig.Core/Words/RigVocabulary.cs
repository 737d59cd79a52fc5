using System.Collections.Immutable;

namespace LocalRig.Words;

/// <summary>Words about hardware that are no names.</summary>
internal static class RigVocabulary
{
    private static readonly Dictionary<string, int> Counts = new()
    {
        ["single"] = 1,
        ["one"] = 1,
        ["dual"] = 2,
        ["two"] = 2,
        ["double"] = 2,
        ["pair"] = 2,
        ["both"] = 2,
        ["twin"] = 2,
        ["three"] = 3,
        ["triple"] = 3,
        ["tri"] = 3,
        ["four"] = 4,
        ["quad"] = 4,
        ["five"] = 5,
        ["six"] = 6,
        ["seven"] = 7,
        ["eight"] = 8,
        ["octa"] = 8,
        ["octo"] = 8,
        ["twelve"] = 12,
        ["sixteen"] = 16,
    };

    private static readonly Dictionary<string, HintWord> Hints = new()
    {
        ["ram"] = HintWord.Ram,
        ["ddr"] = HintWord.Ram,
        ["sysram"] = HintWord.Ram,
        ["dram"] = HintWord.Ram,
        ["rdimm"] = HintWord.Ram,
        ["udimm"] = HintWord.Ram,
        ["lrdimm"] = HintWord.Ram,
        ["sodimm"] = HintWord.Ram,
        ["dimm"] = HintWord.Ram,
        ["system"] = HintWord.Ram,
        ["main"] = HintWord.Ram,
        ["memory"] = HintWord.Memory,
        ["mem"] = HintWord.Memory,
        ["vram"] = HintWord.Vram,
        ["laptop"] = HintWord.Laptop,
        ["mobile"] = HintWord.Laptop,
        ["notebook"] = HintWord.Laptop,
        ["ssd"] = HintWord.Disk,
        ["nvme"] = HintWord.Disk,
        ["hdd"] = HintWord.Disk,
        ["disk"] = HintWord.Disk,
        ["storage"] = HintWord.Disk,
        ["drive"] = HintWord.Disk,
        ["none"] = HintWord.None,
    };

    private static readonly HashSet<string> Joints = ["and", "with", "w", "plus", "et", "und", "including", "has", "have"];

    // Makers and series: nothing by themselves, and what follows them is meant to be a product.
    private static readonly HashSet<string> Brands =
    [
        "nvidia", "geforce", "amd", "radeon", "intel", "apple", "instinct", "quadro", "tesla", "ati", "rtx", "gtx", "rx", "arc",
    ];

    // A processor's name begins with one of them.
    private static readonly HashSet<string> Processors =
    [
        "ryzen", "threadripper", "epyc", "xeon", "core", "celeron", "pentium", "athlon", "phenom", "fx", "i3", "i5", "i7", "i9",
    ];

    // Words that make another product of the one before them, and words of choice: never left out.
    private static readonly HashSet<string> Weighty =
    [
        "super", "ultra", "pro", "max", "plus", "lite", "extreme", "elite", "halo", "point", "spark", "xtx", "gre", "ada", "blackwell", "sff", "nano", "air", "neo", "super", "titan",
        "or", "vs", "versus", "instead", "without", "not", "upgrade", "replace", "sell", "minus", "except",
    ];

    // Makers of cards and machines, brands, and words that tell no device from another.
    private static readonly HashSet<string> Fillers =
    [
        "asus", "msi", "evga", "gigabyte", "zotac", "palit", "pny", "inno3d", "sapphire", "xfx", "powercolor", "asrock", "acer", "galax", "gainward", "colorful", "manli", "hp", "dell", "lenovo", "thinkpad", "supermicro",
        "tuf", "rog", "ventus", "suprim", "aorus", "windforce", "eagle", "nitro", "pulse", "phantom", "trinity", "founders", "fe", "oc", "gaming", "trio", "blower", "turbo",
        "gpu", "gpus", "card", "cards", "cpu", "cpus", "apu", "apus", "igpu", "dgpu", "egpu", "graphics", "processor", "processors", "video", "chip", "soc", "edition", "version", "series", "generation", "gen",
        "gddr", "hbm", "ecc", "reg", "unified", "shared", "integrated", "discrete", "modded", "used", "new", "old", "refurbished", "second", "hand", "desktop", "pc", "computer", "machine", "server", "rig", "build", "setup", "workstation", "box", "tower", "mini",
        "a", "an", "the", "my", "i", "of", "at", "in", "on", "only", "just", "each", "total", "per", "got", "running", "is", "im", "kit", "stick", "sticks", "speed", "socket", "sockets", "clock", "clocked", "oced", "here",
        "ampere", "hopper", "lovelace", "turing", "volta", "pascal", "maxwell", "navi", "zen", "rdna", "cooler", "as", "well", "installed", "board", "motherboard", "mainboard", "case", "psu", "fan", "rev",
    ];

    // A number after them is theirs: Ubuntu 22.04, sm_121, gfx1032, compute capability 8.6.
    private static readonly HashSet<string> Numbered = ["windows", "win", "linux", "ubuntu", "debian", "macos", "os", "steamos", "driver", "capability", "sm", "gfx", "cuda", "rocm", "build", "usb", "ftw"];

    /// <summary>Whether a word is a board's by its chipset: X399-A, B650M, WRX80.</summary>
    public static bool IsBoard(string word)
    {
        string[] parts = word.ToUpperInvariant().Split('-');
        bool chipset = parts[0] is ['X' or 'Z' or 'B' or 'H' or 'A' or 'Q' or 'W', .. string rest] && rest.Length is >= 3 and <= 5 && rest[..3].All(char.IsDigit) && rest[3..].All(char.IsAsciiLetterUpper);
        bool workstation = parts[0] is ['W' or 'T', 'R', 'X', char digit, '0'] && char.IsDigit(digit);
        return (chipset || workstation) && parts[1..].All(static p => p.Length > 0 && p.All(char.IsAsciiLetterOrDigit));
    }

    /// <summary>What a word means.</summary>
    /// <param name="atom">The word.</param>
    /// <param name="at">The atom after it; moved on where the word has more.</param>
    /// <param name="atoms">All.</param>
    public static RigTerm Meaning(Atom atom, ref int at, ImmutableArray<Atom> atoms)
    {
        (int start, int end) = (atom.Start, atom.End);
        if (Counts.TryGetValue(atom.Text, out int count))
        {
            if (at < atoms.Length && atoms[at].Text is "channel" or "channels")
            {
                return new RigTerm.Channels(start, atoms[at++].End, count);
            }

            return new RigTerm.Times(start, end, count, After: false);
        }

        if (Hints.TryGetValue(atom.Text, out HintWord hint))
        {
            return new RigTerm.Hint(start, end, hint);
        }

        if (atom.Text == "max" && at < atoms.Length && atoms[at].Text == "q") // NVIDIA's name for notebook versions before 2021
        {
            return new RigTerm.Hint(start, atoms[at++].End, HintWord.Laptop);
        }

        if (Numbered.Contains(atom.Text))
        {
            while (at < atoms.Length && atoms[at].IsNumber)
            {
                end = atoms[at++].End;
            }

            return new RigTerm.Filler(start, end);
        }

        if (atom.Text == "no" && at < atoms.Length && atoms[at].Text is "gpu" or "card")
        {
            return new RigTerm.Filler(start, atoms[at++].End);
        }

        if (atom.Text is "pcie" or "sxm" or "nvl")
        {
            bool numbered = at < atoms.Length && atoms[at].IsNumber && atoms[at].Word == atom.Word;
            string form = numbered ? $"{atom.Text}{atoms[at].Text}" : atom.Text;
            return new RigTerm.Form(start, numbered ? atoms[at++].End : end, form);
        }

        if (Joints.Contains(atom.Text))
        {
            return new RigTerm.Break(start, end);
        }

        if (Brands.Contains(atom.Text) || Processors.Contains(atom.Text))
        {
            return new RigTerm.Brand(start, end, Processors.Contains(atom.Text));
        }

        if (!Fillers.Contains(atom.Text))
        {
            bool word = atom.BeginsWord && end == atom.WordEnd && atom.Text.Length > 2 && atom.Text.All(char.IsLetter);
            return new RigTerm.Unknown(start, end, word && !Weighty.Contains(atom.Text));
        }

        while (atom.Text is "gddr" or "hbm" or "gen" && at < atoms.Length && (atoms[at].IsNumber || atoms[at].Text is "x" or "e") && atoms[at].Word == atom.Word)
        {
            end = atoms[at++].End;
        }

        return new RigTerm.Filler(start, end);
    }
}
