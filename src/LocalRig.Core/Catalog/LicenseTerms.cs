namespace LocalRig.Catalog;

/// <summary>What a licence says of business use, by its own text: opensource.org for the open ones, the publishers' pages for theirs.</summary>
public static class LicenseTerms
{
    /// <summary><c>free</c>, <c>conditions</c> (free for most, with conditions to read), <c>no</c>; empty for a licence not listed here.</summary>
    /// <param name="license">The licence's name as the catalogue writes it.</param>
    public static string BusinessUse(string license) => license switch
    {
        "Apache-2.0" or "MIT" or "BSD-3-Clause" or "CC-BY-4.0" or "CC-BY-SA-4.0" => "free",
        "Gemma" or "LFM 1.0" or "BigCode OpenRAIL-M" => "conditions",
        _ when license.StartsWith("Llama", StringComparison.Ordinal) => "conditions", // up to 700 million monthly users (section 2 of each)
        _ when license.StartsWith("CC-BY-NC", StringComparison.Ordinal) => "no",
        _ => "",
    };
}
