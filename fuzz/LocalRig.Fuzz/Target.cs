using System.Text;
using System.Text.RegularExpressions;
using LocalRig.Architectures;
using LocalRig.Audit.Claims;
using LocalRig.Audit.Naming;
using LocalRig.Audit.Reading;
using LocalRig.Catalog;
using LocalRig.Formats;
using LocalRig.Formats.Gguf;
using LocalRig.Formats.Safetensors;
using LocalRig.Local.Guides;
using LocalRig.Questions;
using LocalRig.Words;

namespace LocalRig.Fuzz;

/// <summary>Something that reads bytes nobody vouches for. It may refuse them with a <see cref="ModelFormatException"/> (guides: a <see cref="GuideFormatException"/>) and nothing else.</summary>
internal static partial class Target
{
    public static readonly IReadOnlyDictionary<string, Action<ReadOnlySpan<byte>>> All = new Dictionary<string, Action<ReadOnlySpan<byte>>>
    {
        ["gguf"] = static bytes => Reads(bytes, static b => Use(GgufReader.Read(b))),
        ["gguf-header"] = static bytes => Reads(bytes, ReadWithoutLength),
        ["safetensors"] = static bytes => Reads(bytes, static b => Use(SafetensorsReader.Read(b))),
        ["safetensors-index"] = static bytes => Reads(bytes, static b => _ = SafetensorsIndex.Read(b).Files.Length),
        ["guide-markdown"] = static bytes => ReadsGuide(bytes, static text => MarkdownGuide.Read(text)),
        ["guide-json"] = static bytes => ReadsGuide(bytes, JsonGuide.Read),
        ["config-json"] = static bytes => ReadsConfig(bytes),
        ["rig-words"] = static bytes => ReadsWords(bytes),
        ["model-words"] = static bytes => _ = ModelCatalog.Default.Understand(Encoding.UTF8.GetString(bytes))?.Model.Id,
        ["requests"] = static bytes => Answers(bytes),
        ["guide-yaml"] = static bytes => ReadsGuide(bytes, YamlGuide.Read),
    };

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
    public static bool Computes(string name) => name == "requests";

    /// <summary>Words of a rig, or a sentence why not; cards that were understood are as many when their name is read again.</summary>
    private static void ReadsWords(ReadOnlySpan<byte> bytes)
    {
        if (RigWords.TryParse(Encoding.UTF8.GetString(bytes)) is { Devices.IsEmpty: false } rig && RigWords.TryParse(rig.Name) is { } again && again.Devices.Length != rig.Devices.Length)
        {
            throw new InvalidOperationException($"'{rig.Name}' has {rig.Devices.Length} devices at first and {again.Devices.Length} when read again.");
        }
    }

    private static void ReadsConfig(ReadOnlySpan<byte> bytes)
    {
        try
        {
            HuggingFaceModel model = HuggingFaceConfig.Read(bytes.ToArray());
            if (ArchitectureReader.Read(model.Metadata) is KnownArchitecture known)
            {
                _ = WeightList.For(known.Architecture, model.Traits).Length;
            }
        }
        catch (System.Text.Json.JsonException)
        {
            // refused, as it may
        }
    }

    /// <summary>An answer or an error that was foreseen, and in no answer a negative number of bytes but a headroom that falls short, and a saving that costs some.</summary>
    private static void Answers(ReadOnlySpan<byte> bytes)
    {
        string answer = Asked.AskAsync("plan", Encoding.UTF8.GetString(bytes)).GetAwaiter().GetResult();
        if (answer.Contains("\"code\":\"unexpected\"", StringComparison.Ordinal) || answer.Contains("NaN", StringComparison.Ordinal) || NegativeBytes().IsMatch(answer))
        {
            throw new InvalidOperationException(answer[..Math.Min(answer.Length, 2000)]);
        }
    }

    [GeneratedRegex("\"(?!headroom|saved)[A-Za-z]*[bB]ytes\":-")]
    private static partial Regex NegativeBytes();

    private delegate void Read(ReadOnlySpan<byte> bytes);

    private static void Reads(ReadOnlySpan<byte> bytes, Read read)
    {
        try
        {
            read(bytes);
        }
        catch (ModelFormatException e) when (e.Offset >= 0 && e.Message.Length > 0)
        {
            // refused, as it may
        }
    }

    /// <summary>Whatever was read of a guide must be sayable, whatever it was.</summary>
    private static void ReadsGuide(ReadOnlySpan<byte> bytes, Func<string, Guide> read)
    {
        try
        {
            Guide guide = read(Encoding.UTF8.GetString(bytes));
            foreach (Claim claim in guide.Claims)
            {
                _ = ClaimWords.Of(claim).Length + claim.Text.Length;
            }
        }
        catch (GuideFormatException e) when (e.Line >= 0 && e.Message.Length > 0)
        {
            // refused, as it may
        }
    }

    /// <summary>As a reader of a server does that never tells a file's length.</summary>
    private static void ReadWithoutLength(ReadOnlySpan<byte> bytes)
    {
        if (GgufReader.TryRead(bytes, long.MaxValue, out GgufHeader? header, out long needed))
        {
            Use(header);
        }
        else if (needed <= bytes.Length)
        {
            throw new InvalidOperationException($"{needed} bytes are wanted of {bytes.Length} at hand: a caller would ask for ever.");
        }
    }

    /// <summary>Whatever was accepted must be usable: sums without overflow, parts that make a whole.</summary>
    private static void Use(GgufHeader header)
    {
        _ = header.EndOfData + header.Tensors.Sum(t => t.Size.Bytes) + header.Tensors.Sum(t => t.Shape.Elements);
        _ = new Models.TensorLayout(header.Tensors).BitsPerWeight;
        _ = header.Metadata.Architecture.Length + header.Part + header.PartCount;
        _ = GgufModel.Merge(header).Tensors.Length;
    }

    private static void Use(SafetensorsHeader header)
    {
        SafetensorsModel model = SafetensorsModel.Whole(header);
        _ = model.TotalSize.Bytes + model.Tensors.Sum(t => t.Elements);
    }
}
