using LocalRig.Serving;
using LocalRig.Shapes;

namespace LocalRig.Answers;

/// <summary>What a link between machines costs, with the source of its figures.</summary>
internal static class LinkJson
{
    /// <summary>The shape.</summary>
    public static ObjectShape<LinkEffect> Shape { get; } = new ObjectShape<LinkEffect>("link")
        .TextOrNull("name", "The kind of link; null where nobody said.", e => e.Link?.Name)
        .Text("what", "What passes over it, in words.", e => e.How)
        .NumberOrNull("bytesPerSecond", "Its bandwidth in bytes per second; null where unknown.", e => e.Link?.Bandwidth.BytesPerSecond)
        .NumberOrNull("leastLatencySeconds", "Seconds a message takes at least; null where unknown.", e => e.Link?.LowLatency)
        .NumberOrNull("mostLatencySeconds", "Seconds a message takes at most; null where unknown.", e => e.Link?.HighLatency)
        .Integer("bytesPerToken", "Bytes that pass for a token of an answer.", e => e.BytesPerToken)
        .Integer("messagesPerToken", "Messages that pass for a token of an answer, one after another.", e => e.Messages)
        .NumberOrNull("leastSecondsPerToken", "Seconds it adds to a token at least; null where unknown.", e => e.LeastSeconds)
        .NumberOrNull("mostSecondsPerToken", "Seconds it adds to a token at most; null where unknown.", e => e.MostSeconds)
        .TextOrNull("source", "Where its figures are from; null where nobody said what link it is.", e => e.Link?.Source)
        .TextOrNull("date", "When they were published: an ISO date; null likewise.", e => e.Link?.Date)
        .TextOrNull("kind", "What sort of source it is; null likewise.", e => e.Link?.Kind);
}
