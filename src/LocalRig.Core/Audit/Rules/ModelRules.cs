using System.Globalization;
using LocalRig.Advice;
using LocalRig.Audit.Claims;
using LocalRig.Audit.Naming;
using LocalRig.Catalog;
using LocalRig.Planning;

namespace LocalRig.Audit.Rules;

/// <summary>What the catalogue alone decides: whether a model exists, how many parameters it has, when it came.</summary>
internal static class ModelRules
{
    // Names round: 27B is said of 26.9, 235B of 235.1, 8B of 8.03 billion.
    private const double Rounding = 0.05;

    public static Finding Exists(ExistsClaim claim, ModelNames names) =>
        names.Find(claim.Model) switch
        {
            ReleasedModel { Model: var model } => new Finding(claim, ClaimVerdict.Holds, $"{model.Id} was released{On(model)}.", [Known(model)]),
            MissingModel missing => new Finding(claim, ClaimVerdict.False, $"Nobody released a {missing.Family}-{missing.Billions:0.##}B.", [], missing.Notice),
            SizeClass alike => new Finding(claim, ClaimVerdict.Holds, $"Models of this size: {string.Join(", ", alike.Alike.Select(m => m.Id))}.", []),
            _ => Unknown(claim, claim.Model),
        };

    public static Finding Parameters(ParametersClaim claim, ModelNames names)
    {
        if (names.Find(claim.Model) is not ReleasedModel { Model: var model } || model.ParameterCount == 0)
        {
            return names.Find(claim.Model) is MissingModel missing
                ? new Finding(claim, ClaimVerdict.False, $"Nobody released a {missing.Family}-{missing.Billions:0.##}B.", [], missing.Notice)
                : Unknown(claim, claim.Model);
        }

        double count = model.ParameterCount / 1e9;
        double active = (model.Parameters.Active ?? 0) / 1e9;
        double whole = (model.Parameters.Published ?? model.ParameterCount) / 1e9;
        string truth = $"{count:0.000} billion in the text model{(ModelNames.IsMixture(model) ? $", {active:0.000} billion of them active per token" : "")}";
        return claim.Billions.Holds(count, Rounding) || claim.Billions.Holds(whole, Rounding)
                ? new Finding(claim, ClaimVerdict.Holds, $"It has {truth}.", [Counted(model)])
            : ModelNames.IsMixture(model) && claim.Billions.Holds(active, Rounding)
                ? new Finding(claim, ClaimVerdict.Misleading, "That is what works on each token; all of it must be in memory.", [Counted(model)], $"{truth}.")
            : new Finding(claim, ClaimVerdict.False, $"It has {truth}.", [Counted(model)], $"{truth}.");
    }

    public static Finding Released(ReleasedClaim claim, ModelNames names)
    {
        if (names.Find(claim.Model) is not ReleasedModel { Model: var model })
        {
            return names.Find(claim.Model) is MissingModel missing
                ? new Finding(claim, ClaimVerdict.False, $"Nobody released a {missing.Family}-{missing.Billions:0.##}B.", [], missing.Notice)
                : Unknown(claim, claim.Model);
        }

        string day = model.Released.Split(' ')[0];
        return day.Length == 0 ? new Finding(claim, ClaimVerdict.Unsupported, $"No source of the catalogue dates {model.Id}.", [])
            : day.StartsWith(claim.Date, StringComparison.Ordinal) || claim.Date.StartsWith(day, StringComparison.Ordinal) || IsDayApart(day, claim.Date)
                ? new Finding(claim, ClaimVerdict.Holds, $"{model.Id} came {day}.", [Known(model)])
            : new Finding(claim, ClaimVerdict.False, $"{model.Id} came {day}.", [Known(model)], string.Create(CultureInfo.InvariantCulture, $"Released {day}."));
    }

    /// <summary>Makers' and readers' clocks differ by up to a day.</summary>
    private static bool IsDayApart(string one, string other) =>
        DateOnly.TryParseExact(one, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly first)
        && DateOnly.TryParseExact(other, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly second)
        && Math.Abs(first.DayNumber - second.DayNumber) <= 1;

    /// <summary>Whether a model takes contexts of a length: what its makers' configuration says it was made for.</summary>
    public static Finding ContextLength(ContextLengthClaim claim, ModelNames names)
    {
        if (names.Find(claim.Model) is not ReleasedModel { Model: var model } || model.ContextLength <= 0)
        {
            return names.Find(claim.Model) is ReleasedModel ? new Finding(claim, ClaimVerdict.Unsupported, $"No source of the catalogue gives {claim.Model}'s context.", []) : Unknown(claim, claim.Model);
        }

        // 128K is written for 131,072 and for 128,000.
        Working config = new($"{model.Id}: {model.ContextLength:N0} tokens in its configuration.", model.Sources.GetValueOrDefault("config", ""));
        return claim.Tokens.Holds(model.ContextLength, Rounding)
            ? new Finding(claim, ClaimVerdict.Holds, $"{model.Id} takes {model.ContextLength:N0} tokens.", [config])
            : new Finding(claim, claim.Tokens.High < model.ContextLength ? ClaimVerdict.Misleading : ClaimVerdict.False, $"{model.Id} was made for {model.ContextLength:N0} tokens.", [config], $"{model.ContextLength:N0} tokens; more only by stretching positions (RoPE scaling), where its makers say so.");
    }

    /// <summary>Whether so many of a model's parameters work on each token.</summary>
    public static Finding Active(ActiveClaim claim, ModelNames names)
    {
        const double Digit = 0.15; // names give one digit: A3B is 2.95 billion, A10B 9.0 in the text model
        if (names.Find(claim.Model) is not { Models: [var model, ..] } named || named is not ReleasedModel && !(named is SizeClass))
        {
            return Unknown(claim, claim.Model);
        }

        double active = (model.Parameters.Active ?? (ModelNames.IsMixture(model) ? ActiveParameters.Of(model.ToModel(Survey.RecipesOf(model)[0])) : model.ParameterCount)) / 1e9;
        string truth = $"{model.Id}: {active:0.00} of {model.ParameterCount / 1e9:0.0} billion parameters work on each token.";
        return claim.Billions.Holds(active, Digit)
            ? new Finding(claim, ClaimVerdict.Holds, truth, [Counted(model)])
            : new Finding(claim, ClaimVerdict.False, truth, [Counted(model)], truth);
    }

    /// <summary>A name nobody knows, with the nearest.</summary>
    internal static Finding Unknown(Claim claim, string model) =>
        ModelCatalog.Default.Suggest(model) is { IsEmpty: false } near
            ? Finding.Unknown(claim, $"The catalogue has no model '{model}'; near: {string.Join(", ", near)}.")
            : Finding.Unknown(claim, $"The catalogue has no model '{model}'.");

    private static Working Known(CatalogModel model) => new($"{model.Id}{On(model)}", model.Sources.GetValueOrDefault("released", model.Sources.GetValueOrDefault("config", "")));

    private static Working Counted(CatalogModel model) => new($"{model.Id}: sum over its tensors, {model.ParameterCount:N0}", model.Sources.GetValueOrDefault("parameters", ""));

    private static string On(CatalogModel model) => model.Released.Length > 0 ? $" {model.Released}" : "";
}
