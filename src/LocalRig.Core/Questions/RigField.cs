using LocalRig.Contract;

namespace LocalRig.Questions;

/// <summary>The field <c>rig</c>: one machine.</summary>
internal static class RigField
{
    /// <summary>The field.</summary>
    public static Field<T> Of<T>(string help, Func<T, RigRequest, T> set, string name = "rig", params string[] options) =>
        new()
        {
            Name = name,
            Help = help,
            Kind = FieldKind.TextOrObject,
            Options = FieldOption.Value("RIG", [.. options.Length > 0 ? options : ["--rig"]]),
            Aliases = name == "rig" ? [] : ["rig"],
            Example = "rtx-3090",
            Apply = (r, v) => set(r, RigRequestReader.Read(v)),
        };
}
