using Microsoft.Extensions.Primitives;

namespace LocalRig.Web.Api;

/// <summary>Strong entity tags (RFC 9110, 8.8.3). A tag is one of a body in one coding, so the coding's name is its end.</summary>
internal static class EntityTag
{
    /// <summary>A tag in quotes.</summary>
    public static string Of(string tag, Coding coding) => coding.Name.Length == 0 ? $"\"{tag}\"" : $"\"{tag}-{coding.Name}\"";

    /// <summary>Whether a client has a body of this tag, in whatever coding: it asks whether the answer is another.</summary>
    public static bool Matches(StringValues header, string tag)
    {
        foreach (string? line in header)
        {
            foreach (Range part in (line ?? "").AsSpan().Split(','))
            {
                ReadOnlySpan<char> one = line.AsSpan(part).Trim();
                one = one.StartsWith("W/", StringComparison.Ordinal) ? one[2..] : one;
                if (one is "*")
                {
                    return true;
                }

                one = one.Trim('"');
                if (one.StartsWith(tag, StringComparison.Ordinal) && one[tag.Length..] is "" or "-br" or "-gzip")
                {
                    return true;
                }
            }
        }

        return false;
    }
}
