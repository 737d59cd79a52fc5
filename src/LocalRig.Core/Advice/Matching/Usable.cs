using LocalRig.Advice.Jobs;
using LocalRig.Planning;

namespace LocalRig.Advice.Matching;

/// <summary>What counts as usable, beside fitting.</summary>
/// <param name="TokensPerSecond">The slowest answer that will do where nothing is faster.</param>
/// <param name="Context">The shortest comfortable context that will do, in tokens.</param>
/// <param name="Worst">How badly a model may fit and still compete by strength: what fits worse comes after all that fit so well.</param>
public sealed record Usable(double TokensPerSecond, int Context, Verdict Worst = Verdict.Comfortable)
{
    /// <summary>As fast as the job asks where nobody says what for.</summary>
    public static Usable Default { get; } = For(Job.General);

    /// <summary>What for.</summary>
    public Job Job { get; init; } = Job.General;

    /// <summary>Tokens per second of an answer that will do; what is slower comes after what isn't.</summary>
    public double Enough { get; init; }

    /// <summary>Tokens per second of a prompt that will do.</summary>
    public double Reading { get; init; }

    /// <summary>Whether speed is what is wanted: what isn't as fast as that comes after all that is, however strong.</summary>
    public bool SpeedFirst { get; init; }

    /// <summary>What a job asks.</summary>
    public static Usable For(Job job) => new(job.Least, 0) { Job = job, Enough = job.Enough, Reading = job.Reading };

    /// <summary>Which fit a line competes in: 0 for all that fit well enough.</summary>
    public int Class(SurveyLine line) => Math.Max(0, line.Plan.Verdict - Worst);

    /// <summary>Whether a line is usable where nothing better is.</summary>
    public bool Allows(SurveyLine line) => Decode(line) >= TokensPerSecond && line.ComfortableContext >= Context;

    /// <summary>Whether a line is as fast as one wants it.</summary>
    public bool Suits(SurveyLine line) => Allows(line) && (SpeedFirst ? Surely(line) : Decode(line)) >= Enough && (line.Plan.Forecast?.Prefill.TokensPerSecond ?? 0) >= Reading;

    /// <summary>How many paces there are.</summary>
    internal const int Paces = 3;

    /// <summary>Which speed a line competes in: 0 for what suits, 1 for what is allowed.</summary>
    public int Pace(SurveyLine line) => Suits(line) ? 0 : Allows(line) ? 1 : 2;

    /// <summary>Tokens per second that nine in ten measured values reach: who wants speed is told of nothing that is quick only if all goes well.</summary>
    internal static double Surely(SurveyLine line) => line.Plan.Forecast?.Decode.Low ?? 0;

    private static double Decode(SurveyLine line) => line.Plan.Forecast?.Decode.TokensPerSecond ?? 0;
}
