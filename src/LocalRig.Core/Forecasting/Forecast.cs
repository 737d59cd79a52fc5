using System.Collections.Immutable;
using LocalRig.Evidence;
using LocalRig.Rigs;

namespace LocalRig.Forecasting;

/// <summary>How fast a planned model will run, with honest ranges and what physics allows at most.</summary>
public sealed record Forecast
{
    /// <summary>Tokens of an answer per second.</summary>
    public required RateForecast Decode { get; init; }

    /// <summary>Tokens of a prompt per second.</summary>
    public required RateForecast Prefill { get; init; }

    /// <summary>Seconds from sending the prompt to the first token of the answer.</summary>
    public required double TimeToFirstTokenSeconds { get; init; }

    /// <summary>Minutes for the prompt and a typical answer of <see cref="TypicalAnswerTokens"/> tokens.</summary>
    public required double AnswerMinutes { get; init; }

    /// <summary>Answers with drafting; null where nothing drafts or nobody measured enough of it.</summary>
    public DraftedForecast? Drafted { get; init; }

    /// <summary>Answers when every sequence of the workload is in use; null for a single one, and beyond what anybody measured.</summary>
    public UsersForecast? Users { get; init; }

    /// <summary>The same under a power limit; null where none was asked for.</summary>
    public PowerForecast? Power { get; init; }

    /// <summary>What main memory has to do with it; null where everything is on the devices, or nothing.</summary>
    public MainMemoryPart? MainMemory { get; init; }

    /// <summary>Answers of the same model measured on the same device, nearest depth first; empty when there are none or they weren't to be looked up.</summary>
    public ImmutableArray<Measurement> Measured { get; init; } = [];

    /// <summary>What the machine's owner measured that decided this forecast; empty where nothing did.</summary>
    public ImmutableArray<MeasuredSpeed> Own { get; init; } = [];

    /// <summary>The forecast where a link takes part in every step; null where nobody knows the most it adds.</summary>
    /// <param name="decode">What it adds to a token of an answer.</param>
    /// <param name="prefill">What it adds to a batch of the prompt.</param>
    /// <param name="promptTokens">Tokens of the prompt.</param>
    /// <param name="batch">Tokens of a batch.</param>
    public Forecast? Behind(LinkTime decode, LinkTime prefill, int promptTokens, int batch)
    {
        if (decode.Behind(Decode, 1) is not RateForecast answer || prefill.Behind(Prefill, batch) is not RateForecast prompt)
        {
            return null;
        }

        double first = promptTokens / prompt.TokensPerSecond + 1 / answer.TokensPerSecond;
        return this with
        {
            Decode = answer,
            Prefill = prompt,
            TimeToFirstTokenSeconds = first,
            AnswerMinutes = TimeSpan.FromSeconds(first + TypicalAnswerTokens / answer.TokensPerSecond).TotalMinutes,
            Measured = [],
            Own = [],
            Drafted = null,
            Users = null,
            Power = null,
            MainMemory = null,
        };
    }

    /// <summary>Tokens of a typical answer: a page and a half of text.</summary>
    public const int TypicalAnswerTokens = 1000;
}

/// <summary>A rate in tokens per second with its 80 % interval and its ceiling.</summary>
/// <param name="TokensPerSecond">The likeliest value.</param>
/// <param name="Low">One in ten measurements is below this.</param>
/// <param name="High">One in ten measurements is above this.</param>
/// <param name="Ceiling">What bandwidth and arithmetic of the data sheets allow at most.</param>
/// <param name="BoundBy">What most of the time goes to.</param>
/// <param name="Basis">What the value rests on.</param>
public readonly record struct RateForecast(double TokensPerSecond, double Low, double High, double Ceiling, Bound BoundBy, Basis Basis)
{
    /// <summary>Whether a claimed rate is physically impossible.</summary>
    public bool IsImpossible(double tokensPerSecond) => tokensPerSecond > Ceiling;
}

/// <summary>What most of a step's time goes to.</summary>
public enum Bound
{
    /// <summary>Reading weights and caches from device memory.</summary>
    MemoryBandwidth,

    /// <summary>Arithmetic.</summary>
    Compute,

    /// <summary>Starting kernels and waiting between them.</summary>
    Launch,

    /// <summary>Reading the part that is in main memory.</summary>
    HostMemory,

    /// <summary>Moving weights or activations between devices.</summary>
    Link,
}

/// <summary>What a rate rests on, best first.</summary>
public enum Basis
{
    /// <summary>Someone measured this model on this device; the law only bridges the difference in length.</summary>
    Measured,

    /// <summary>The law, fitted to measurements of this device or its relatives.</summary>
    Calibrated,

    /// <summary>The law with what all devices have in common; no relative was ever measured.</summary>
    Derived,
}
