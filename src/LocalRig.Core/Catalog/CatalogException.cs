namespace LocalRig.Catalog;

/// <summary>The catalogue has no answer; the message is one sentence for the user that says what to write instead.</summary>
/// <param name="message">The sentence.</param>
public sealed class CatalogException(string message) : Exception(message);
