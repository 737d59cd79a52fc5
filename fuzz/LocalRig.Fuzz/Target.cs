using System.Text;
using System.Text.RegularExpressions;
using LocalRig.Architectures;
using LocalRig.Audit.Claims;
using LocalRig.Audit.Naming;
using LocalRig.Audit.Reading;
using LocalRig.Catalog;
using LocalRig.Contract;
using LocalRig.Formats;
using LocalRig.Formats.Gguf;
using LocalRig.Formats.Safetensors;
using LocalRig.Local.Guides;
using LocalRig.Questions;
using LocalRig.Words;

namespace LocalRig.Fuzz;

/// <summary>Something that reads bytes nobody vouches for. It may refuse them with a <see cref="ModelFormatException"/> (guides: a <see cref="GuideFormatException"/>) and nothing else.
/// It returns what came of them, in words that are the same for inputs of a kind.</summary>
internal static partial class Target
{
    public static readonly IReadOnlyDictionary<string, Func<ReadOnlySpan<byte>, string>> All = new Dictionary<string, Func<ReadOnlySpan<byte>, string>>
    {
        ["gguf"] = static bytes => Reads(bytes, static b => Use(GgufReader.Read(b))),
        ["gguf-header"] = static bytes => Reads(bytes, ReadWithoutLength),
        ["safetensors"] = static bytes => Reads(bytes, static b => Use(SafetensorsReader.Read(b))),
        ["safetensors-index"] = static bytes => Reads(bytes, static b => Count(SafetensorsIndex.Read(b).Files.Length)),
        ["guide-markdown"] = static bytes => ReadsGuide(bytes, static text => MarkdownGuide.Read(text)),
        ["guide-json"] = static bytes => ReadsGuide(bytes, JsonGuide.Read),
        ["config-json"] = static bytes => ReadsConfig(bytes),
        ["rig-words"] = static bytes => ReadsWords(bytes),
        ["model-words"] = static bytes => ModelCatalog.Default.Understand(Encoding.UTF8.GetString(bytes))?.Model.Id ?? "unknown",
        ["requests"] = static bytes => ReadsRequest(bytes),
        ["answers"] = static bytes => Answers(bytes),
        ["guide-yaml"] = static bytes => ReadsGuide(bytes, YamlGuide.Read),
    };

    private const string MessageStart = "\"message\":\"";
    private const int Telling = 40; // letters of a sentence that tell its kind
    private const int Askings = 8; // after a few, all names of hardware are made, once for the process

    static Target()
    {
        for (int i = 0; i < Askings; i++)
        {
            _ = RigWords.TryParse("two 3090s"); // what is made once counts for no input
        }
    }

    private static readonly Desk Asked = new() { Limits = new Limits { Time = TimeSpan.FromSeconds(2) } };

    /// <summary>Whether inputs of a target ask for work, and may take its time and memory.</summary>
    public static bool Computes(string name) => name == "answers";

    /// <summary>Words of a rig, or a sentence why not; cards that were understood are as many when their name is read again.</summary>
    private static string ReadsWords(ReadOnlySpan<byte> bytes)
    {
        if (RigWords.TryParse(Encoding.UTF8.GetString(bytes)) is not { } rig)
        {
            return "not understood";
        }

        if (!rig.Devices.IsEmpty && RigWords.TryParse(rig.Name) is { } again && again.Devices.Length != rig.Devices.Length)
        {
            throw new InvalidOperationException($"'{rig.Name}' has {rig.Devices.Length} devices at first and {again.Devices.Length} when read again.");
        }

        return Count(rig.Devices.Length) + " " + rig.Devices.FirstOrDefault()?.Name;
    }

    private static string ReadsConfig(ReadOnlySpan<byte> bytes)
    {
        try
        {
            HuggingFaceModel model = HuggingFaceConfig.Read(bytes.ToArray());
            return ArchitectureReader.Read(model.Metadata) switch
            {
                KnownArchitecture known => known.Architecture.Name + Count(WeightList.For(known.Architecture, model.Traits).Length),
                UnknownArchitecture unknown => Kind(unknown.Reason),
                _ => "",
            };
        }
        catch (System.Text.Json.JsonException e)
        {
            return Kind(e.Message);
        }
    }

    /// <summary>A request of any question that can be answered, or everything wrong with it.</summary>
    private static string ReadsRequest(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return QuestionTable.Check(Encoding.UTF8.GetString(bytes), "plan").Name;
        }
        catch (RequestException e) when (!e.Problems.IsEmpty && e.Problems.All(p => p.Message.Length > 0))
        {
            return Kind(e.Problems[0].Message) + Count(e.Problems.Length);
        }
    }

    /// <summary>An answer or an error that was foreseen, and in no answer a negative number of bytes but a headroom that falls short, and a saving that costs some.</summary>
    private static string Answers(ReadOnlySpan<byte> bytes)
    {
        string answer = Asked.AskAsync("plan", Encoding.UTF8.GetString(bytes)).GetAwaiter().GetResult();
        if (answer.Contains("\"code\":\"unexpected\"", StringComparison.Ordinal) || answer.Contains("NaN", StringComparison.Ordinal) || NegativeBytes().IsMatch(answer))
        {
            throw new InvalidOperationException(answer[..Math.Min(answer.Length, 2000)]);
        }

        return answer.StartsWith("{\"error\"", StringComparison.Ordinal) ? Kind(answer[answer.IndexOf(MessageStart, StringComparison.Ordinal)..].Replace(MessageStart, "", StringComparison.Ordinal)) : answer[..Math.Min(answer.Length, 12)];
    }

    [GeneratedRegex("\"(?!headroom|saved)[A-Za-z]*[bB]ytes\":-")]
    private static partial Regex NegativeBytes();

    private delegate string Read(ReadOnlySpan<byte> bytes);

    private static string Reads(ReadOnlySpan<byte> bytes, Read read)
    {
        try
        {
            return read(bytes);
        }
        catch (ModelFormatException e) when (e.Offset >= 0 && e.Message.Length > 0)
        {
            return e.GetType().Name + Kind(e.Message);
        }
    }

    /// <summary>Whatever was read of a guide must be sayable, whatever it was.</summary>
    private static string ReadsGuide(ReadOnlySpan<byte> bytes, Func<string, Guide> read)
    {
        try
        {
            Guide guide = read(Encoding.UTF8.GetString(bytes));
            foreach (Claim claim in guide.Claims)
            {
                _ = ClaimWords.Of(claim).Length + claim.Text.Length;
            }

            return string.Join(' ', guide.Claims.Select(static c => c.GetType().Name).Distinct().Order(StringComparer.Ordinal)) + Count(guide.Claims.Length);
        }
        catch (GuideFormatException e) when (e.Line >= 0 && e.Message.Length > 0)
        {
            return Kind(e.Message);
        }
    }

    /// <summary>As a reader of a server does that never tells a file's length.</summary>
    private static string ReadWithoutLength(ReadOnlySpan<byte> bytes)
    {
        if (GgufReader.TryRead(bytes, long.MaxValue, out GgufHeader? header, out long needed))
        {
            return Use(header);
        }

        return needed > bytes.Length ? "more is needed" : throw new InvalidOperationException($"{needed} bytes are wanted of {bytes.Length} at hand: a caller would ask for ever.");
    }

    /// <summary>Whatever was accepted must be usable: sums without overflow, parts that make a whole.</summary>
    private static string Use(GgufHeader header)
    {
        _ = header.EndOfData + header.Tensors.Sum(t => t.Size.Bytes) + header.Tensors.Sum(t => t.Shape.Elements);
        _ = new Models.TensorLayout(header.Tensors).BitsPerWeight;
        _ = header.Metadata.Architecture.Length + header.Part + header.PartCount;
        return "tensors" + Count(GgufModel.Merge(header).Tensors.Length) + " keys" + Count(header.Metadata.Values.Count);
    }

    private static string Use(SafetensorsHeader header)
    {
        SafetensorsModel model = SafetensorsModel.Whole(header);
        _ = model.TotalSize.Bytes + model.Tensors.Sum(t => t.Elements);
        return "tensors" + Count(model.Tensors.Length);
    }

    private static string Count(int number) => number < 10 ? $" {number}" : " many";

    /// <summary>A sentence without what differs from input to input: numbers, and what it cites.</summary>
    private static string Kind(string sentence) => Cited().Replace(sentence, "_") is var kind && kind.Length > Telling ? kind[..Telling] : kind;

    [GeneratedRegex("""[0-9][0-9.,]*|"[^"]*"|'[^']*'|`[^`]*`|[^\x20-\x7e]+""")]
    private static partial Regex Cited();
}
