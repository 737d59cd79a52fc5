namespace LocalRig.Cli.Faces;

/// <summary>An option of a screen alone: it changes what is shown of an answer, not the answer.</summary>
/// <param name="Name">Its name: <c>--all</c>.</param>
/// <param name="Help">What it does.</param>
/// <param name="Placeholder">How help shows its value; null for a switch.</param>
internal sealed record ScreenOption(string Name, string Help, string? Placeholder = null);

/// <summary>The screen's options that were given.</summary>
/// <param name="given">Name and value; a switch's value is empty.</param>
internal sealed class ScreenChoices(IReadOnlyDictionary<string, string> given)
{
    /// <summary>Whether an option was given.</summary>
    public bool Has(string name) => given.ContainsKey(name);

    /// <summary>An option's value, or null.</summary>
    public string? this[string name] => given.GetValueOrDefault(name);
}
