using LocalRig.Advice.Jobs;
using LocalRig.Contract;

namespace LocalRig.Questions;

/// <summary>The field <c>for</c> of questions that choose models: what they are wanted for.</summary>
internal static class JobField
{
    /// <summary>The field.</summary>
    public static Field<T> Of<T>(Func<T, Job, T> set) =>
        new()
        {
            Name = "for",
            Help = $"what for: {string.Join(", ", Job.All.Select(j => j.Name))}; sets the context and speed that count, and which tests",
            Kind = FieldKind.Choice(Job.All.Select(j => j.Name)),
            Options = FieldOption.Value("JOB", "--for"),
            Default = Job.General.Name,
            Example = "agents",
            Apply = (r, v) => set(r, Read(v)),
        };

    private static Job Read(FieldReader value)
    {
        if (Job.All.FirstOrDefault(j => value.IsWord(j.Name)) is Job job)
        {
            return job;
        }

        value.Refuse($"{value.Where} is \"{value.Raw}\", which is no job.", $"Write {string.Join(", ", Job.All.Select(j => j.Name))}.");
        return Job.General;
    }
}
