using LocalRig.Contract;

namespace LocalRig.Cli.Faces;

/// <summary>The environment variable that sets where to look offers up for good.</summary>
internal static class SearchVariable
{
    private const string Name = "LOCALRIG_SEARCH_LINK";
    private const string Field = "searchLink";

    /// <summary>What was given, with the variable's value where nothing else was said.</summary>
    public static Task<List<GivenField>> ReadAsync(Preparing asked)
    {
        string? link = Environment.GetEnvironmentVariable(Name);
        return Task.FromResult(string.IsNullOrEmpty(link) || asked.Value(Field) is not null ? asked.Given : [.. asked.Given, asked.Give(Field, Name, link)]);
    }
}
