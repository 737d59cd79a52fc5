namespace LocalRig.Words;

/// <summary>The smallest piece of a text that names hardware: letters, or a number, or a sign. <c>RTX3090Ti</c> has three, <c>rtx</c>, <c>3090</c> and <c>ti</c>.</summary>
/// <param name="Text">In small letters.</param>
/// <param name="Start">Where it begins in the text.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Word">Where the word it is part of begins: letters, digits and hyphens.</param>
/// <param name="WordEnd">Where that word ends.</param>
internal readonly record struct Atom(string Text, int Start, int End, int Word, int WordEnd)
{
    /// <summary>Whether it is a number.</summary>
    public bool IsNumber => char.IsAsciiDigit(Text[0]);

    /// <summary>Whether it is the first one of its word.</summary>
    public bool BeginsWord => Start == Word;
}
