namespace LocalRig.Catalog;

/// <summary>What a licence says of business use, by its own text: opensource.org for the open ones, the publishers' pages for theirs.</summary>
public static class LicenseTerms
{
    /// <summary><c>free</c>, <c>conditions</c> (free for most, with conditions to read), <c>no</c>; empty for a licence not listed here.</summary>
    /// <param name="license">The licence's name as the catalogue writes it.</param>
    public static string BusinessUse(string license) => license switch
    {
        "Apache-2.0" or "MIT" or "BSD-3-Clause" or "CC-BY-4.0" or "CC-BY-SA-4.0" or "OpenMDW-1.1" => "free",
        "qwen-research" or "Mistral Non-Production License" => "no",
        _ when license.StartsWith("CC-BY-NC", StringComparison.Ordinal) => "no",
        _ => Condition(license).Length > 0 ? "conditions" : "",
    };

    /// <summary>The condition a business meets first, in a few words, where there is one; else empty. The licence's text is what counts.</summary>
    /// <param name="license">The licence's name as the catalogue writes it.</param>
    public static string Condition(string license) => license switch
    {
        "Modified MIT" => "show the model's name above 100 million monthly users or 20 million dollars a month", // MoonshotAI/Kimi-K2 LICENSE; MiniMax's is alike
        "Modified MIT (Mistral)" => "not for companies above 20 million dollars a month", // mistralai/Devstral-2-123B-Instruct-2512 LICENSE
        "Qwen3.8-Max License" => "ask above 50 million dollars a year from serving it", // Qwen/Qwen3.8-2.4T-A95B LICENSE
        "MiniMax Community" or "NVIDIA Open Model License" or "Falcon LLM License" or "Health AI Developer Foundations" => "by its publisher's terms",
        "Gemma" or "DeepSeek Model License" or "BigCode OpenRAIL-M" => "with a list of uses that are forbidden",
        "LFM 1.0" => "up to 10 million dollars a year", // LFM Open License v1.0, section 5
        _ when license.StartsWith("qwen (Qwen License", StringComparison.Ordinal) => "up to 100 million monthly users", // section 3
        _ when license.StartsWith("Llama", StringComparison.Ordinal) => "up to 700 million monthly users", // section 2 of each
        _ => "",
    };

    /// <summary>Whether a business may use it, as a screen says it: <c>free for business use</c>; empty for a licence not listed here.</summary>
    /// <param name="license">The licence's name as the catalogue writes it.</param>
    public static string InWords(string license) => BusinessUse(license) switch
    {
        "free" => "free for business use",
        "no" => "not for business use",
        "conditions" => $"business use: {Condition(license)}",
        _ => "",
    };
}
