using System.Globalization;
using LocalRig.Catalog;
using LocalRig.Questions;

namespace LocalRig.Web.Api;

/// <summary>What an answer depends on besides its request: the build, the day (ages of prices) and the catalogue, which may hold models of the owner's.</summary>
/// <param name="desk">Where questions are asked.</param>
internal sealed class Epoch(Desk desk)
{
    private static readonly string Build = $"{typeof(Desk).Assembly.GetName().Version} {typeof(Desk).Module.ModuleVersionId:N} {typeof(Epoch).Module.ModuleVersionId:N}";

    private readonly Lock _lock = new();
    private Known _known = new(null, default, "");

    /// <summary>It, in a word that no other has.</summary>
    public string Now
    {
        get
        {
            ModelCatalog catalogue = desk.Catalogue();
            DateOnly day = desk.Today;
            Known known = _known;
            if (ReferenceEquals(known.Catalogue, catalogue) && known.Day == day)
            {
                return known.Word;
            }

            lock (_lock)
            {
                // Another catalogue than the build's is known by this process alone.
                string owners = ReferenceEquals(catalogue, ModelCatalog.Default) ? "" : ReferenceEquals(_known.Catalogue, catalogue) ? _known.Owners : Guid.NewGuid().ToString("N");
                string word = string.Create(CultureInfo.InvariantCulture, $"{Build} {day:yyyy-MM-dd} {owners}");
                _known = new Known(catalogue, day, word) { Owners = owners };
                return word;
            }
        }
    }

    private sealed record Known(ModelCatalog? Catalogue, DateOnly Day, string Word)
    {
        public string Owners { get; init; } = "";
    }
}
