using System.Collections.Immutable;
using LocalRig.Contract;
using LocalRig.Rigs;
using LocalRig.Shapes;
using LocalRig.Words;

namespace LocalRig.Questions;

/// <summary>Words somebody has for something.</summary>
/// <param name="Words">As written.</param>
public sealed record WordsRequest(string Words = "")
{
    /// <summary>Reads them.</summary>
    internal static RequestReader<WordsRequest> Reader(string help, string example, bool needed = true) =>
        new(
            [new() { Name = "words", Help = help, Place = FieldPlace.Rest, Example = example, Apply = (r, v) => r with { Words = v.Text("words") } }],
            new WordsRequest(), needed ? (r, problems) => Needed.Text(r, r.Words, "words", $"Nothing to understand; write {example}.", problems) : null);
}

/// <summary>A rig as its words were understood.</summary>
/// <param name="Rig">The rig.</param>
/// <param name="Words">It in the words that <c>--rig</c> takes.</param>
/// <param name="Notices">What was assumed, a sentence each.</param>
public sealed record UnderstoodRig(Rig Rig, string Words, ImmutableArray<string> Notices);

/// <summary><c>rig</c>: how words for hardware are understood.</summary>
public static class AskRig
{
    private static ObjectShape<UnderstoodRig> Shape { get; } = new ObjectShape<UnderstoodRig>()
        .Text("rig", "The rig in words that are understood the same again, each device by its id and version.", a => a.Words)
        .List("devices", "Its graphics processors, in the order an engine sees them.", a => a.Rig.Devices, new ObjectShape<Device>()
            .TextOrNull("id", "The device's catalogue id; null for one known by its size alone.", d => d.CatalogId)
            .Text("name", "Its name in plans.", d => d.Name)
            .Word("backend", "The backend that drives it.", Backends.Word, d => d.Backend)
            .Bytes("memoryBytes", "Bytes of memory it has.", d => d.Memory)
            .Bytes("usableBytes", "Bytes a program gets of them.", d => d.Usable ?? d.Memory)
            .NumberOrNull("bandwidthBytesPerSecond", "Peak memory bandwidth in bytes per second; null where unknown.", d => d.Bandwidth?.BytesPerSecond))
        .Part("host", "The processor and main memory.", a => a.Rig.Host, new ObjectShape<Host>()
            .Bytes("memoryBytes", "Bytes of main memory.", h => h.Memory)
            .NumberOrNull("bandwidthBytesPerSecond", "Peak bandwidth of main memory in bytes per second; null where unknown.", h => h.Bandwidth?.BytesPerSecond)
            .TextOrNull("processor", "The processor's catalogue id; null where none was named.", h => h.CatalogId)
            .Flag("assumed", "Whether the size of main memory was assumed.", h => h.Assumed))
        .Texts("notices", "What was assumed, a sentence each.", a => a.Notices);

    /// <summary>The question.</summary>
    public static Question<WordsRequest, UnderstoodRig> Question { get; } = new()
    {
        Name = "rig",
        Sentence = "How words for hardware are understood: every device, its memory and bandwidth, main memory, and what was assumed.",
        Group = QuestionGroup.CheckClaims,
        Example = """{"words":"2x rtx-3090 + 64GB ddr5-6000"}""",
        Reader = WordsRequest.Reader("the machine, as you would say it: \"dual 3090s and 64 gigs\"; nothing for this one", "dual 3090s and 64 gigs", needed: false),
        Answer = AnswerAsync,
        Shape = static () => Shape,
    };

    private static async Task<UnderstoodRig> AnswerAsync(WordsRequest request, Inquiry inquiry)
    {
        RigRequest wanted = StartWords.Rig(request.Words);
        Rig rig = await inquiry.RigAsync(wanted).ConfigureAwait(false);
        ImmutableArray<string> notices = rig.Host.Assumed ? rig.Notes.Add($"Main memory isn't named; {rig.Host.Memory} are assumed.") : rig.Notes;
        return new UnderstoodRig(rig, wanted is NamedRig ? rig.Name : RigLine.Of(rig), notices);
    }
}
