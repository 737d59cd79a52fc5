namespace LocalRig.Contract;

/// <summary>A field as somebody gave it in words: on a command line, in the environment.</summary>
/// <param name="Field">The field.</param>
/// <param name="Where">The option as written.</param>
/// <param name="Text">The value.</param>
public sealed record GivenField(Field Field, string Where, string Text)
{
    /// <summary>Refuses two options that say different things of one field.</summary>
    /// <exception cref="RequestException">There are such.</exception>
    public static void Agree(IReadOnlyList<GivenField> given)
    {
        foreach (GivenField one in given.Where(g => !g.Field.Kind.IsList || g.Field.Kind.Types[0] == "array"))
        {
            if (given.FirstOrDefault(g => g.Field == one.Field && g.Text != one.Text) is { Where: { } other })
            {
                throw new RequestException(new Problem(ErrorCode.Usage, $"`{one.Where}` and `{other}` contradict each other.", "Give one of them.", one.Where));
            }
        }
    }
}
