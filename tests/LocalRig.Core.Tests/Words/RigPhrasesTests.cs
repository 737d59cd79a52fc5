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
