using System.Text;

namespace LocalRig.Site.Output;

/// <summary>Where pages lie: the same words always give the same address, and no two pages share one.</summary>
internal static class SitePaths
{
    /// <summary>A name as part of an address: small letters, digits, points and hyphens.</summary>
    public static string Slug(string name)
    {
        StringBuilder slug = new();
        foreach (char c in name)
        {
            bool plain = char.IsAsciiLetterOrDigit(c) || c == '.' && slug.Length > 0;
            if (plain)
            {
                slug.Append(char.ToLowerInvariant(c));
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        string made = slug.ToString().TrimEnd('-', '.');
        return made.Length > 0 ? made : "unnamed";
    }

    /// <summary>Slugs for names, numbered where two would be the same.</summary>
    public static Dictionary<string, string> Slugs(IEnumerable<string> names)
    {
        Dictionary<string, string> slugs = new(StringComparer.Ordinal);
        HashSet<string> taken = new(StringComparer.Ordinal);
        foreach (string name in names)
        {
            string slug = Slug(name);
            string free = slug;
            for (int n = 2; !taken.Add(free); n++)
            {
                free = $"{slug}-{n}";
            }

            slugs[name] = free;
        }

        return slugs;
    }

    /// <summary>The way from a page to the root of the site.</summary>
    public static string ToRoot(string path) => string.Concat(Enumerable.Repeat("../", path.Count(c => c == '/'))) is { Length: > 0 } up ? up : "./";

    /// <summary>A page's address below the root: a folder's page by the folder.</summary>
    public static string Address(string path) => path.EndsWith("index.html", StringComparison.Ordinal) ? path[..^"index.html".Length] : path;
}
