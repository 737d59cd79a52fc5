using LocalRig.Contract;

namespace LocalRig.Proof.Benching;

/// <summary>One thing that is measured.</summary>
/// <param name="IsPrompt">A prompt rather than an answer.</param>
/// <param name="Tokens">Its tokens, of each user.</param>
/// <param name="Depth">Tokens each user already has in context.</param>
/// <param name="Users">Prompts or answers at once.</param>
internal sealed record BenchTest(bool IsPrompt, int Tokens, int Depth, int Users)
{
    /// <summary>It in words.</summary>
    public string Title => $"{(Users > 1 ? $"{Users} {(IsPrompt ? "prompts" : "answers")} at once" : IsPrompt ? "a prompt" : "an answer")} of {Tokens:N0} tokens after {Depth:N0}";
}

/// <summary>What measures speeds.</summary>
internal interface ISpeedMeter : IAsyncDisposable
{
    /// <summary>How it does so, for the record's conditions: <c>llama-server</c>.</summary>
    string Way { get; }

    /// <summary>Its process while it runs; null where it isn't ours.</summary>
    int? Process { get; }

    /// <summary>Measures, after warming up.</summary>
    /// <param name="test">What.</param>
    /// <param name="samples">How often.</param>
    /// <param name="cancellation">Ends it; samples given before count.</param>
    /// <returns>Tokens per second of all users together, one figure for each sample, as soon as it is there.</returns>
    /// <exception cref="RequestException">The runtime failed.</exception>
    IAsyncEnumerable<double> SampleAsync(BenchTest test, int samples, CancellationToken cancellation);
}
