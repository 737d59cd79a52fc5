using System.Globalization;
using CsCheck;
using LocalRig.Contract;
using LocalRig.Devices;
using LocalRig.Rigs;
using LocalRig.Words;
using Xunit;

namespace LocalRig.Core.Tests.Words;

/// <summary>Hardware as people wrote it in public threads (tests/data/words/rigs.tsv; the README beside it explains the columns).</summary>
public class RigPhrasesTests
{
    public static TheoryData<string, string> Phrases()
    {
        TheoryData<string, string> phrases = [];
        foreach (string[] line in File.ReadLines(TestData.Path("words", "rigs.tsv")).Select(l => l.Split('\t')))
        {
            phrases.Add(line[0], line[1]);
        }

        return phrases;
    }

    [Theory]
    [MemberData(nameof(Phrases))]
    public void A_phrase_means_what_its_writer_meant(string phrase, string meaning) => Assert.Null(Difference(RigWords.Read(phrase), meaning));

    [Theory]
    [MemberData(nameof(Phrases))]
    public void What_was_understood_is_understood_the_same_again(string phrase, string meaning)
    {
        Rig rig = RigWords.Read(phrase);
        Rig again = RigWords.Read(rig.Name);
        Assert.Equal(rig.Name, again.Name);
        Assert.Equal(rig.Devices.AsEnumerable(), again.Devices);
        Assert.Equal(rig.Host, again.Host);
        Assert.NotNull(meaning);
    }

    /// <summary>What isn't understood yet may be refused, never taken for something else.</summary>
    [Fact]
    public void A_phrase_not_understood_yet_is_refused_and_not_answered_wrongly()
    {
        foreach (string[] line in File.ReadLines(TestData.Path("words", "rigs-refused.tsv")).Select(l => l.Split('\t')))
        {
            Assert.True(RigWords.TryParse(line[0]) is not Rig rig || Difference(rig, line[1]) is null, $"{line[0]} was taken for {RigWords.TryParse(line[0])?.Name}");
        }
    }

    /// <summary>A short command makes only the names its words can have; they find what all names find.</summary>
    [Fact]
    public void The_names_a_text_can_have_find_what_all_names_find()
    {
        IEnumerable<string> texts = File.ReadLines(TestData.Path("words", "rigs.tsv")).Select(l => l.Split('\t')[0])
            .Concat(DeviceCatalog.Default.All.SelectMany(d => d.Names.Append(d.Id).Append(d.Product)))
            .Concat(KnownMachine.All.SelectMany(m => m.Names.Append(m.Name)));
        foreach (System.Collections.Immutable.ImmutableArray<Atom> atoms in texts.Select(AtomReader.Read))
        {
            NameBook some = NameBook.Of(atoms);
            for (int at = 0; at < atoms.Length; at++)
            {
                (Named What, int Length)? all = NameBook.Default.Longest(atoms, at);
                (Named What, int Length)? found = some.Longest(atoms, at);
                Assert.True(all?.Length == found?.Length, string.Join(" ", atoms.Select(a => a.Text)));
                Assert.Equal(all?.What.Whole.Select(d => d.Id), found?.What.Whole.Select(d => d.Id));
                Assert.Equal(all?.What.Loose.Select(d => d.Id), found?.What.Loose.Select(d => d.Id));
            }
        }
    }

    /// <summary>Every row of the dictionaries beside the devices is read whole, and names devices there are.</summary>
    [Fact]
    public void The_dictionaries_are_sound()
    {
        List<string> problems = [];
        foreach (string table in (string[])["machines", "usual", "reported", "processor-families"])
        {
            string file = $"devices/{table}.csv";
            foreach (LocalRig.Tables.CsvRow row in LocalRig.Tables.CsvTable.Rows(file, LocalRig.Tables.CarriedFile.Text(file), problems))
            {
                _ = table switch { "machines" => (object)KnownMachine.Read(row), "usual" => UsualVersion.Read(row), "reported" => ReportedMemory.Read(row), _ => ProcessorFamily.Read(row) };
                _ = row.Address("source");
            }
        }

        Assert.Empty(problems);
        Assert.All(KnownMachine.All, m => Assert.All(m.Devices, id => Assert.NotNull(DeviceCatalog.Default.Find(id))));
        Assert.All(UsualVersion.All, u => Assert.Contains(u.Memory, DeviceCatalog.Default.Find(u.Id)!.MemoryVersions));
        Assert.All(ReportedMemory.All, r => Assert.Contains(r.Memory, DeviceCatalog.Default.Find(r.Id)!.MemoryVersions));
        Assert.All(ReportedMemory.All, r => Assert.InRange(r.Reported.Bytes, r.Memory.Bytes / 10 * 9, r.Memory.Bytes));
        Assert.All(ProcessorFamily.All, f => Assert.True(f.Graphics.Length == 0 || DeviceCatalog.Default.Find(f.Graphics)!.SharesHostMemory, f.Graphics));
        Assert.All(ProcessorFamily.All, f => Assert.All(f.Memory, m => Assert.InRange(ProcessorFamily.Rate(m), 1000, 10_000)));
        Assert.All(ProcessorFamily.All, f => Assert.InRange(f.Most.Gibibytes, 8, 8192));
    }

    /// <summary>Totals from reports of nvidia-smi and CUDA (data/devices/reported.csv).</summary>
    [Theory]
    [InlineData("L4", 23_034)]
    [InlineData("DGX Spark", 124_610)]
    [InlineData("3090", 24_124)]
    [InlineData("4090", 24_077)]
    [InlineData("5090", 32_606)]
    [InlineData("5060 Ti 16GB", 15_849)]
    [InlineData("L40S", 46_068)]
    [InlineData("H100 SXM", 81_559)]
    public void A_card_gives_what_its_driver_reports(string words, long mebibytes) =>
        Assert.Equal(mebibytes << 20, Assert.Single(RigWords.Read(words).Devices).Usable!.Value.Bytes);

    /// <summary>Channels and rates as the makers' pages of these very processors say: AMD and Intel product specifications.</summary>
    [Theory]
    [InlineData("Ryzen 9 5950X", "cpu-ryzen-9-5950x", 51.2)]
    [InlineData("5900x", "cpu-ryzen-5900x", 51.2)]
    [InlineData("Ryzen 7 7800X3D", "cpu-ryzen-7-7800x3d", 83.2)]
    [InlineData("Threadripper PRO 5975WX", "cpu-threadripper-pro-5975wx", 204.8)]
    [InlineData("EPYC 7532", "cpu-epyc-7532", 204.8)]
    [InlineData("EPYC 7K62", "cpu-epyc-7k62", 204.8)]
    [InlineData("2x EPYC 9654", "cpu-epyc-9654", 921.6)]
    [InlineData("i7-7700K", "cpu-core-i7-7700k", 38.4)]
    [InlineData("Intel Core i9-14900K", "cpu-core-i9-14900k", 89.6)]
    [InlineData("i5-12400F, DDR4", "cpu-core-i5-12400f", 51.2)]
    [InlineData("Core Ultra 7 265K", "cpu-core-ultra-7-265k", 102.4)]
    [InlineData("Xeon E5-2690 v4", "cpu-xeon-e5-2690-v4", 76.8)]
    [InlineData("dual Xeon Gold 6148", "cpu-xeon-gold-6148", 256)]
    [InlineData("Xeon W-2245", "cpu-xeon-w-2245", 93.9)]
    public void A_processor_is_known_by_its_number(string words, string id, double gigabytes)
    {
        Host host = RigWords.Read(words).Host;
        Assert.Equal(id, host.CatalogId);
        Assert.Equal(gigabytes, host.Bandwidth!.Value.GigabytesPerSecond, 0.1);
    }

    /// <summary>Any device by its id, written in any of the ways counts, sizes and gaps are written.</summary>
    [Fact]
    public void Every_device_is_found_by_its_id_however_it_is_counted_and_spelled()
    {
        KnownDevice[] cards = [.. DeviceCatalog.Default.All.Where(d => d.Kind == DeviceKind.Discrete)];
        (string Before, string After, int Count)[] counts = [("", "", 1), ("2x ", "", 2), ("4X", "", 4), ("3 x ", "", 3), ("dual ", "", 2), ("", " x2", 2), ("", "*8", 8), ("two ", "", 2), ("4× ", "", 4)];
        Gen.Select(Of(cards), Of(counts), Of("", " + 64GB", ", 64 GB RAM", " and 64 gigs of ram")).Sample((card, count, memory) =>
        {
            string text = count.Before + card.Id + count.After + memory;
            Rig rig = RigWords.Read(text);
            Assert.Equal(count.Count, rig.Devices.Length);
            Assert.All(rig.Devices, d => Assert.Equal(card.Id, d.CatalogId));
            Assert.Equal(64L << 30, rig.Host.Memory.Bytes);
        }, iter: 3000);
    }

    /// <summary>Whatever is written is understood or refused in a sentence, and what is refused is never answered with another model's number.</summary>
    [Fact]
    public void Any_text_is_understood_or_refused()
    {
        string[] pieces = ["rtx", "3090", "4x", "x2", "64GB", "ddr5", "-", "+", "/", ":", "m4", "max", "ryzen", "9", "7950x", "16", "ti", "super", "laptop", "8", "channel", "none", "gpu:", "24", "gb", ",", "and", "é", "\0", "99999999999999999999", "epyc", "2*"];
        Of(pieces).Array[0, 12].Select(Gen.Bool, (words, gaps) => string.Join(gaps ? " " : "", words)).Sample(text =>
        {
            try
            {
                Assert.NotEmpty(RigWords.Read(text).Name);
            }
            catch (RequestException refused)
            {
                Assert.All(refused.Problems, p => Assert.Equal(ErrorCode.RigUnknown, p.Code));
                Assert.NotEmpty(refused.Combined.Message);
            }
        }, iter: 20000);
    }

    [Theory]
    [InlineData("two 3090s", "2x rtx-3090")]
    [InlineData("three 4090s and 64 gigs", "3x rtx-4090 + 64GB")]
    [InlineData("4x48GB 6000", "192GB 6000MT/s")]
    [InlineData("laptop with RTX 4050 6GB and 16 GB RAM", "rtx-4050-laptop + 16GB")]
    public void Numbers_that_several_things_share_mean_what_stands_beside_them(string words, string rig) => Assert.Equal(rig, RigWords.Read(words).Name);

    [Theory]
    [InlineData("rtx-3091")]
    [InlineData("rtx 9999")]
    [InlineData("rx 7950 xtx")]
    public void No_suggestion_has_another_number(string text) =>
        Assert.DoesNotContain("Did you mean", Assert.Throws<RequestException>(() => RigWords.Read(text)).Combined.Hint, StringComparison.Ordinal);

    [Theory]
    [InlineData("rtxx-3090ti", "rtx-3090-ti")]
    [InlineData("2x tesl-p40 + 64GB", "tesla-p40")]
    public void A_mistyped_word_is_understood_or_its_name_is_suggested(string text, string meant)
    {
        try
        {
            Assert.Equal(meant, RigWords.Read(text).Devices[0].CatalogId);
        }
        catch (RequestException refused)
        {
            Assert.Contains(meant, refused.Combined.Hint, StringComparison.Ordinal);
        }
    }

    /// <summary>What differs from the meaning a line of the table gives, or null.</summary>
    private static string? Difference(Rig rig, string meaning)
    {
        string[] parts = meaning.Split(';', StringSplitOptions.TrimEntries);
        List<Device> left = [.. rig.Devices];
        foreach (string term in parts[0].Split('+', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            int times = term.IndexOf('*', StringComparison.Ordinal) is var at and > 0 && term[..at].All(char.IsAsciiDigit) ? int.Parse(term[..at], CultureInfo.InvariantCulture) : 1;
            string[] name = term[(term[0] is >= '0' and <= '9' && term.Contains('*', StringComparison.Ordinal) && term.IndexOf('*', StringComparison.Ordinal) < term.IndexOf(':', StringComparison.Ordinal) ? term.IndexOf('*', StringComparison.Ordinal) + 1 : 0)..].Split(':');
            for (int i = 0; i < times; i++)
            {
                Device? found = left.Find(d => name[0].Split('|').Any(n => (d.CatalogId ?? "").Contains(n, StringComparison.Ordinal)) && (name[1] == "*" || Near(d.Memory.Gibibytes, double.Parse(name[1], CultureInfo.InvariantCulture), 0.09)));
                if (found is null)
                {
                    return $"no {term} in {rig.Name}";
                }

                left.Remove(found);
            }
        }

        return left.Count > 0 ? $"besides {left[0].CatalogId} in {rig.Name}" : parts.Skip(1).Select(p => Host(rig.Host, p.Split(' '))).FirstOrDefault(d => d is not null);
    }

    private static string? Host(Host host, string[] said) =>
        said[0] switch
        {
            "host" => Near(host.Memory.Gibibytes, double.Parse(said[1], CultureInfo.InvariantCulture), 0.09) ? null : $"main memory is {host.Memory}",
            "bandwidth" => host.Bandwidth is { } rate && Near(rate.GigabytesPerSecond, double.Parse(said[1], CultureInfo.InvariantCulture), 0.06) ? null : $"bandwidth is {host.Bandwidth}",
            _ => (host.CatalogId ?? "").Contains(said[1], StringComparison.Ordinal) ? null : $"processor is {host.CatalogId}",
        };

    private static Gen<T> Of<T>(params T[] choices) => Gen.Int[0, choices.Length - 1].Select(i => choices[i]);

    private static bool Near(double value, double wanted, double share) => Math.Abs(value - wanted) <= share * wanted;
}
