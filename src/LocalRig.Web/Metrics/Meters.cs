using System.Diagnostics.Metrics;
using LocalRig.Questions;

namespace LocalRig.Web.Metrics;

/// <summary>What the server counts of itself, for <c>/metrics</c>.</summary>
internal sealed class Meters : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string Name = "LocalRig.Web";

    private static readonly string[] Words = ["worked", "kept", "refused", "failed"];

    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _answers;
    private readonly Histogram<double> _seconds;
    private readonly Counter<long> _turnedAway;

    /// <summary>Begins to count.</summary>
    public Meters()
    {
        _answers = _meter.CreateCounter<long>("localrig.answers", "{answer}", "Answers by question and outcome: worked, kept, refused, failed.");
        _seconds = _meter.CreateHistogram("localrig.answer.duration", "s", "How long answers took to work out.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });
        _turnedAway = _meter.CreateCounter<long>("localrig.turned_away", "{request}", "Requests turned away before they were answered, by status.");
    }

    /// <summary>Watches what is remembered.</summary>
    public void Watch(Desk desk, Api.AnswerCache cache)
    {
        _meter.CreateObservableGauge("localrig.cache.answers", () => cache.Count, "{answer}", "Answers kept.");
        _meter.CreateObservableGauge("localrig.cache.size", () => cache.Bytes, "By", "Bytes of answers kept, as estimated.");
        _meter.CreateObservableGauge("localrig.models.remembered", () => desk.Memory.Models, "{model}", "Opened models remembered.");
        _meter.CreateObservableGauge("localrig.models.size", () => desk.Memory.Bytes, "By", "Bytes of opened models, as estimated.");
    }

    /// <summary>Counts an answer.</summary>
    public void Answered(string question, Outcome outcome, TimeSpan took)
    {
        _answers.Add(1, new("question", question), new("outcome", Words[(int)outcome]));
        if (outcome == Outcome.Worked)
        {
            _seconds.Record(took.TotalSeconds, new KeyValuePair<string, object?>("question", question));
        }
    }

    /// <summary>Counts a request that was turned away.</summary>
    public void TurnedAway(int status) => _turnedAway.Add(1, new KeyValuePair<string, object?>("status", status));

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
