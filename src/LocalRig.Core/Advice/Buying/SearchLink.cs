namespace LocalRig.Advice.Buying;

/// <summary>Where to look offers up: an address with the device's name put in. Carries nothing that pays anybody.</summary>
/// <param name="Template">An https address with <c>{query}</c> where the search words go.</param>
public sealed record SearchLink(string Template)
{
    private const string Place = "{query}";

    /// <summary>Finished sales on eBay, where used prices can be checked today.</summary>
    public static SearchLink Default { get; } = new("https://www.ebay.com/sch/i.html?_nkw={query}&LH_Sold=1&LH_Complete=1");

    /// <summary>Reads a template, or returns null when it is no https address with the place for words.</summary>
    public static SearchLink? TryParse(string template) =>
        template.Contains(Place, StringComparison.Ordinal)
        && Uri.TryCreate(template.Replace(Place, "x", StringComparison.Ordinal), UriKind.Absolute, out Uri? address) && address.Scheme is "https" or "http"
            ? new SearchLink(template)
            : null;

    /// <summary>The address for a device: its catalogue id as words, or the product's name.</summary>
    public string For(string words) => Template.Replace(Place, Uri.EscapeDataString(words.Replace('-', ' ')).Replace("%20", "+", StringComparison.Ordinal), StringComparison.Ordinal);
}
