using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using Xunit;

namespace LocalRig.App.Tests.Site;

/// <summary>Figures on pages are the answers' own.</summary>
public sealed class FigureTests(SmallSite site) : IClassFixture<SmallSite>
{
    private const int Drawn = 300;
    private const int Seed = 35;

    [Fact]
    public async Task Figures_drawn_at_random_are_what_the_questions_answer()
    {
        (string Page, string Question, string Path, string Value)[] all = [.. site.Pages.SelectMany(p => Figures(p.Path, p.Html))];
        Assert.True(all.Length > 5 * Drawn);
        new Random(Seed).Shuffle(all);
        foreach (IGrouping<string, (string Page, string Question, string Path, string Value)> asked in all.Take(Drawn).GroupBy(f => f.Question))
        {
            string name = JsonDocument.Parse(asked.Key).RootElement.GetProperty("question").GetString()!;
            using JsonDocument answer = JsonDocument.Parse(await SmallSite.Desk.AskAsync(name, asked.Key, cancellation: TestContext.Current.CancellationToken));
            foreach ((string page, _, string path, string value) in asked)
            {
                Assert.True(At(answer.RootElement, path) == double.Parse(value, CultureInfo.InvariantCulture), $"{page}: {asked.Key} {path} isn't {value}");
            }
        }
    }

    /// <summary>Figures with a place in an answer; the nearest question above them says in which.</summary>
    private static IEnumerable<(string, string, string, string)> Figures(string page, XElement html) =>
        from figure in html.Descendants("data")
        where figure.Attribute("data-path") is not null
        select (page, figure.AncestorsAndSelf().Select(a => (string?)a.Attribute("data-question")).First(q => q is not null)!, (string)figure.Attribute("data-path")!, (string)figure.Attribute("value")!);

    private static double At(JsonElement answer, string path)
    {
        foreach (string step in path.Replace("[", ".[", StringComparison.Ordinal).Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            answer = step[0] == '[' ? answer[int.Parse(step[1..^1], CultureInfo.InvariantCulture)] : answer.GetProperty(step);
        }

        return answer.GetDouble();
    }
}
