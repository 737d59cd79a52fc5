using System.Collections.Immutable;
using LocalRig.Contract;
using LocalRig.Planning;
using LocalRig.Units;

namespace LocalRig.Questions;

/// <summary>The fields that let llama.cpp's own fitting choose in place of LocalRig: llama-server's --fit, --fit-target and --fit-ctx (common/arg.cpp).</summary>
internal static class FitFields
{
    private const int MostMebibytes = 1 << 24; // 16 TiB: more than any device has

    /// <summary>The fields.</summary>
    public static ImmutableArray<Field<T>> Of<T>(Func<T, PlanRequest> get, Func<T, PlanRequest, T> set) =>
        [.. new[] { AsFit(), Target(), LeastContext() }.Select(f => f.Of(get, set))];

    /// <summary>The request with the fitting's own defaults: a context nobody gave is left open, -c 0 asks for all of it.</summary>
    public static PlanRequest Filled(PlanRequest request)
    {
        if (!request.AsFit)
        {
            return request;
        }

        int context = request.ContextGiven ? request.Question.Workload.Context : 0;
        FitWish wish = new() { LeastContext = request.ContextGiven && context == 0 ? int.MaxValue : request.FitContext };
        PlanRequest filled = request.With(w => w with { Context = context });
        return filled with { Question = filled.Question with { Fit = wish } };
    }

    private static Field<PlanRequest> AsFit() =>
        new()
        {
            Name = "asFit",
            Help = "place it as llama.cpp's own --fit would, which shortens a context nobody gave before it moves layers, and say what LocalRig would choose",
            Kind = FieldKind.Flag,
            Options = [new FieldOption(["--as-fit"], null), new FieldOption(["-fit", "--fit"], "on|off")],
            Default = "false",
            Example = "true",
            Apply = static (r, v) => { bool on = v.Flag(false); return r with { AsFit = on }; },
        };

    private static Field<PlanRequest> Target() =>
        new()
        {
            Name = "fitTarget",
            Help = "MiB to leave free on every device, llama.cpp's way to write --margin (default 1024)",
            Kind = FieldKind.Whole(0, MostMebibytes),
            Options = FieldOption.Value("MiB", "-fitt", "--fit-target"),
            Default = "1024",
            Example = "2048",
            Apply = static (r, v) => { int mebibytes = v.Whole("a number of MiB for all devices", 0, MostMebibytes, 1024); return r with { Question = r.Question with { Margin = new ByteSize(mebibytes * ByteSize.BytesPerMebibyte) } }; },
        };

    private static Field<PlanRequest> LeastContext() =>
        new()
        {
            Name = "fitContext",
            Help = "context below which --as-fit doesn't go (default 4096)",
            Kind = FieldKind.Whole(1, PlanFields.MostTokens),
            Options = FieldOption.Value("N", "-fitc", "--fit-ctx"),
            Default = "4096",
            Example = "16384",
            Apply = static (r, v) => { int tokens = v.Whole("a number of tokens", 1, PlanFields.MostTokens, FitWish.DefaultLeastContext); return r with { FitContext = tokens }; },
        };
}
