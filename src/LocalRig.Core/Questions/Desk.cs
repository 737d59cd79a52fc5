using LocalRig.Catalog;
using LocalRig.Contract;
using LocalRig.Evidence;
using LocalRig.Planning;
using LocalRig.Prices;
using LocalRig.Rigs;

namespace LocalRig.Questions;

/// <summary>Where questions are asked: it holds what answering takes. As it stands it knows what the build carries and reaches nothing
/// outside, as in a browser; a native program fits files, network and probes. May be asked from many threads at once.</summary>
public sealed class Desk
{
    private const long UsualMemory = 64L << 20; // some 400 opened models
    private static readonly TimeSpan MachineTrusted = TimeSpan.FromMinutes(1); // free memory changes while a server runs

    private readonly Lazy<RememberedModels> _remembered;
    private readonly Lock _machineLock = new();
    private (Task<MachineReport> Report, TimeSpan? Wait, long Since)? _machine;

    /// <summary>A desk with what the build carries.</summary>
    public Desk() => _remembered = new(() => new RememberedModels(MemoryBytes, Time));

    /// <summary>The models known by name; asked each time, so that a catalogue can change while a server runs.</summary>
    public Func<ModelCatalog> Catalogue { get; init; } = static () => ModelCatalog.Default;

    /// <summary>The engines there are rules for.</summary>
    public EngineProfiles Engines { get => field ??= EngineProfiles.Default; init; }

    /// <summary>Dated prices.</summary>
    public PriceList Prices { get => field ??= PriceList.Default; init; }

    /// <summary>Published rankings.</summary>
    public RankingLedger Rankings { get => field ??= RankingLedger.Default; init; }

    /// <summary>What was measured of quantizations' quality.</summary>
    public QualityLedger Quality { get => field ??= QualityLedger.Default; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Models that are files.</summary>
    public IModelFiles Files { get; init; } = new NoModelFiles();

    /// <summary>What this machine is.</summary>
    public IMachine Machine { get; init; } = new NoMachine();

    /// <summary>What was measured on this machine.</summary>
    public IOwnMeasurements Own { get; init; } = new NoOwnMeasurements();

    /// <summary>Texts by name.</summary>
    public IDocuments Documents { get; init; } = new NoDocuments();

    /// <summary>What an asking may take unless it carries limits of its own.</summary>
    public Limits Limits { get; init; } = Limits.None;

    /// <summary>Bytes it may remember of opened models.</summary>
    public long MemoryBytes { get; init; } = UsualMemory;

    /// <summary>What it remembers.</summary>
    public DeskMemory Memory => _remembered.Value.State;

    /// <summary>What day it is where the desk stands.</summary>
    public DateOnly Today => DateOnly.FromDateTime(Time.GetLocalNow().Date);

    /// <summary>Opened models.</summary>
    internal RememberedModels Models => _remembered.Value;

    /// <summary>Largest contexts already searched.</summary>
    internal RememberedContexts Contexts { get; } = new();

    /// <summary>Answers a question in JSON with JSON: the answer, or <c>{"error":{…}}</c>.</summary>
    /// <param name="question">A question's name: <c>plan</c>.</param>
    /// <param name="request">The request's object; the question's schema says what it may hold.</param>
    /// <param name="limits">What it may take; null for the desk's own.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public Task<string> AskAsync(string question, string request, Limits? limits = null, CancellationToken cancellation = default) =>
        JsonAnswer.OfAsync(this, request, question, [], limits ?? Limits, cancellation);

    /// <summary>The same, with what is wrong apart and whether the answer lasts: for servers.</summary>
    /// <inheritdoc cref="AskAsync(string, string, Limits?, CancellationToken)"/>
    public Task<Reply> ReplyAsync(string question, string request, Limits? limits = null, CancellationToken cancellation = default) =>
        JsonAnswer.ReplyAsync(this, request, question, [], limits ?? Limits, cancellation);

    /// <summary>Answers a question with its answer's own type.</summary>
    /// <param name="question">The question.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="limits">What it may take; null for the desk's own.</param>
    /// <param name="note">Told what has to be said with the answer: of this machine, what couldn't be found out.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="RequestException">It can't be answered.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<TAnswer> AskAsync<TRequest, TAnswer>(
        Question<TRequest, TAnswer> question, TRequest request, Limits? limits = null, Action<string>? note = null, CancellationToken cancellation = default)
    {
        using Inquiry inquiry = new(this, limits ?? Limits, cancellation);
        TAnswer answer = await inquiry.AnswerAsync(question, request).ConfigureAwait(false);
        foreach (string one in inquiry.Notes)
        {
            note?.Invoke(one);
        }

        return answer;
    }

    /// <summary>What this machine is; found out once a minute at most, and anew for who waits longer than the last looked.</summary>
    /// <param name="wait">How long its tools may take to answer; null for the usual time.</param>
    /// <param name="cancellation">Stops waiting.</param>
    internal async Task<MachineReport> MachineAsync(TimeSpan? wait, CancellationToken cancellation)
    {
        Task<MachineReport> report;
        lock (_machineLock)
        {
            if (_machine is not { } known || known.Report.IsFaulted || known.Report.IsCanceled || Time.GetElapsedTime(known.Since) > MachineTrusted || Short(known.Report, known.Wait, wait))
            {
                known = (Machine.DetectAsync(wait, CancellationToken.None), wait, Time.GetTimestamp());
                _machine = known;
            }

            report = known.Report;
        }

        return await report.WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Whether a look was too short for who waits longer: not when it is done and left nothing open.</summary>
    private static bool Short(Task<MachineReport> report, TimeSpan? had, TimeSpan? wait) =>
        wait > (had ?? TimeSpan.Zero) && !(report.IsCompletedSuccessfully && report.Result.Rig.Notes.IsEmpty);
}
