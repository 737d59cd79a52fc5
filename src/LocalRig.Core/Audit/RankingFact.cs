namespace LocalRig.Audit;

/// <summary>A score somebody published: one benchmark, one model, never averaged with another.</summary>
/// <param name="Model">Catalogue id.</param>
/// <param name="Benchmark">What was tested: <c>MMLU-Pro</c>.</param>
/// <param name="Score">The score; more is better.</param>
/// <param name="Unit">Its unit: <c>%</c>, <c>/100</c>.</param>
/// <param name="Publisher">Who says so.</param>
/// <param name="Kind"><c>vendor</c>, <c>third-party</c>, <c>community</c>.</param>
/// <param name="Date">When, as precisely as the source says.</param>
/// <param name="Source">Where it stands.</param>
public sealed record RankingFact(string Model, string Benchmark, double Score, string Unit, string Publisher, string Kind, string Date, string Source);
