using LocalRig.Contract;
using LocalRig.Workloads;

namespace LocalRig.Questions;

/// <summary>The field <c>ctx</c> of questions that plan many models: tokens of context.</summary>
internal static class ContextField
{
    /// <summary>The field.</summary>
    public static Field<T> Of<T>(string help, Func<T, int, T> set) =>
        new()
        {
            Name = "ctx",
            Help = help,
            Kind = FieldKind.Whole(0, PlanFields.MostTokens),
            Options = FieldOption.Value("N", "-c", "--ctx-size"),
            Default = $"{new Workload().Context}",
            Example = "32k",
            Apply = (r, v) => set(r, v.Whole("a number of tokens", 0, PlanFields.MostTokens, new Workload().Context)),
        };
}
