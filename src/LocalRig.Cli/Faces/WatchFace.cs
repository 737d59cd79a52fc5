using System.Collections.Immutable;
using System.Globalization;
using LocalRig.Cli.Rendering;
using LocalRig.Contract;
using LocalRig.Proof.Watching;
using LocalRig.Questions;

namespace LocalRig.Cli.Faces;

/// <summary><c>localrig watch</c>: asks again and again until it is told to end. A screen is drawn anew; a file or another program gets a line each time.</summary>
/// <param name="watch">What looks.</param>
internal sealed class WatchFace(Watch watch) : Face
{
    private const string Once = "--once";
    private const string Interval = "--interval";
    private const double UsualSeconds = 2;
    private const double MostSeconds = 3600;
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1); // speeds are differences: one look alone tells none

    /// <summary>The screen's own options.</summary>
    public static ImmutableArray<ScreenOption> Own { get; } = [new ScreenOption(Once, "look once and end"), new ScreenOption(Interval, "seconds between looks (2)", "SECONDS")];

    /// <inheritdoc/>
    public override Question Question => watch.Question;

    /// <inheritdoc/>
    public override async Task<int> RunAsync(List<GivenField> given, ScreenChoices choices, bool json, Surroundings surroundings, CancellationToken cancellation)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using IDisposable? listening = surroundings.Signals?.Instead(stop.Cancel);
        TimeSpan between = Between(choices[Interval]);
        var question = watch.Question;
        WatchRequest request = question.Reader.FromTexts(given);
        try
        {
            await surroundings.Desk.AskAsync(question, request, cancellation: stop.Token);
            await Task.Delay(First, stop.Token);
            while (true)
            {
                WatchReport report = await surroundings.Desk.AskAsync(question, request, cancellation: stop.Token);
                Show(report, surroundings.Terminal, choices.Has(Once), json);
                if (choices.Has(Once))
                {
                    return 0;
                }

                await Task.Delay(between, stop.Token);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0; // it was told to end, which is how watching ends
        }
    }

    private static void Show(WatchReport report, Terminal terminal, bool once, bool json)
    {
        if (json)
        {
            terminal.Output.WriteLine(WatchJson.Shape.Text(report));
        }
        else if (once)
        {
            terminal.Draw(WatchScreen.Of(report));
        }
        else if (terminal.IsScreen)
        {
            terminal.Clear();
            terminal.Draw(WatchScreen.Of(report));
        }
        else
        {
            terminal.Output.WriteLine(WatchScreen.Line(report));
        }

        terminal.Output.Flush();
    }

    private static TimeSpan Between(string? text) =>
        text is null ? TimeSpan.FromSeconds(UsualSeconds)
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && seconds is > 0 and <= MostSeconds ? TimeSpan.FromSeconds(seconds)
        : throw new RequestException(new Problem(ErrorCode.Usage, $"'{text}' is no time between looks.", $"Write seconds up to {MostSeconds:0}, such as 2 or 0.5.", Interval));
}
