namespace LocalRig.Prices;

/// <summary>What a provider asks for a million tokens of a model.</summary>
/// <param name="Model">Catalogue id, or the provider's name for a model nobody can download.</param>
/// <param name="OpenWeights">Whether the model can be downloaded.</param>
/// <param name="Provider">Who sells.</param>
/// <param name="Input">For a million tokens read.</param>
/// <param name="Output">For a million tokens written.</param>
/// <param name="CacheRead">For a million tokens read from the provider's cache; null where none is published.</param>
/// <param name="Currency">Of all three.</param>
/// <param name="By">Who says so and when.</param>
public sealed record ApiPrice(
    string Model, bool OpenWeights, string Provider, decimal Input, decimal Output, decimal? CacheRead, Currency Currency, Attribution By);

/// <summary>What a kilowatt hour costs somewhere.</summary>
/// <param name="Region">Short name: <c>us</c>, <c>de</c>.</param>
/// <param name="Name">In words.</param>
/// <param name="PerKilowattHour">The price.</param>
/// <param name="Currency">Its currency.</param>
/// <param name="By">Who says so and when.</param>
public sealed record ElectricityPrice(string Region, string Name, decimal PerKilowattHour, Currency Currency, Attribution By);

/// <summary>What renting a card for an hour costs.</summary>
/// <param name="Device">Catalogue id.</param>
/// <param name="PerHour">The range asked.</param>
/// <param name="By">Who says so and when.</param>
public sealed record RentalPrice(string Device, PriceRange PerHour, Attribution By);

/// <summary>Power somebody read off a meter between the wall and a machine, or its maker did.</summary>
/// <param name="Device">Catalogue id of the processor that did the work.</param>
/// <param name="Count">How many of it.</param>
/// <param name="LoadWatts">Under load; null when only idle was read.</param>
/// <param name="IdleWatts">Doing nothing; null when it wasn't read.</param>
/// <param name="Machine">What was metered.</param>
/// <param name="Load">What it ran; <c>most</c> for the maker's own test of the processor.</param>
/// <param name="By">Who says so and when.</param>
public sealed record PowerReading(string Device, int Count, double? LoadWatts, double? IdleWatts, string Machine, string Load, Attribution By)
{
    /// <summary>Whether the load was a language model.</summary>
    public bool OfLanguageModel => LoadWatts is not null && Load != "most";
}
