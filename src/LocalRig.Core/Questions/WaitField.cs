using LocalRig.Contract;

namespace LocalRig.Questions;

/// <summary>The field <c>wait</c> of questions that can be asked of this machine: how long its tools may take.</summary>
internal static class WaitField
{
    private const int MostSeconds = 600; // ten minutes: nothing that answers at all takes longer
    private const int UsualSeconds = 2; // what a native program's machine takes where nothing is said

    /// <summary>The field. It changes nothing where another machine is named.</summary>
    public static Field<T> Of<T>(Func<T, TimeSpan, T> set) =>
        new()
        {
            Name = "wait",
            Help = "seconds this machine's tools may take to answer (2); nvidia-smi can take half a minute when nothing keeps its driver loaded",
            Kind = FieldKind.Whole(1, MostSeconds),
            Options = FieldOption.Value("SECONDS", "--wait"),
            Default = $"{UsualSeconds}",
            Example = "30",
            Apply = (r, v) => set(r, TimeSpan.FromSeconds(v.Whole("a number of seconds", 1, MostSeconds, UsualSeconds))),
        };
}
