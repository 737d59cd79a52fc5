using System.Collections.Immutable;

namespace LocalRig.Contract;

/// <summary>One field of a request: its name in JSON, its options on the command line, what values it takes.</summary>
public abstract class Field
{
    /// <summary>The contract's name: <c>ctx</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it means, for help texts and schemas.</summary>
    public required string Help { get; init; }

    /// <summary>What values it takes.</summary>
    public FieldKind Kind { get; init; } = FieldKind.Text;

    /// <summary>Other names JSON may use.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>Its spellings on the command line; none for fields that only JSON has, or that are given by place.</summary>
    public ImmutableArray<FieldOption> Options { get; init; } = [];

    /// <summary>Whether the command line takes it by its place, without an option's name.</summary>
    public FieldPlace Place { get; init; }

    /// <summary>The value that holds when none is given, as text; empty where that depends.</summary>
    public string Default { get; init; } = "";

    /// <summary>A value as somebody would write it.</summary>
    public string Example { get; init; } = "";

    /// <summary>Whether help leaves it out: fields taken only to be refused in words.</summary>
    public bool Hidden { get; init; }

    /// <summary>Words a shell may complete the value with.</summary>
    public ImmutableArray<string> Completions { get; init; } = [];
}

/// <summary>A field that knows how it changes a request.</summary>
/// <typeparam name="T">The request.</typeparam>
public sealed class Field<T> : Field
{
    /// <summary>Puts a value into a request.</summary>
    public required Func<T, FieldReader, T> Apply { get; init; }

    /// <summary>The same field of a request that this request is a part of.</summary>
    /// <param name="get">The part.</param>
    /// <param name="set">The whole with another part.</param>
    /// <param name="hidden">Whether the whole takes it only to refuse it.</param>
    public Field<TWhole> Of<TWhole>(Func<TWhole, T> get, Func<TWhole, T, TWhole> set, bool hidden = false) =>
        new()
        {
            Name = Name,
            Help = Help,
            Kind = Kind,
            Aliases = Aliases,
            Options = Options,
            Place = Place,
            Default = Default,
            Example = Example,
            Hidden = hidden,
            Completions = Completions,
            Apply = (whole, value) => set(whole, Apply(get(whole), value)),
        };
}

/// <summary>Where a command line takes a field.</summary>
public enum FieldPlace
{
    /// <summary>By an option's name.</summary>
    Named,

    /// <summary>By place; it must be there.</summary>
    Needed,

    /// <summary>By place; it may be left out.</summary>
    Optional,

    /// <summary>By place: all words that are left, as one text.</summary>
    Rest,
}

/// <summary>One way to give a field on the command line.</summary>
/// <param name="Names">Names that mean the same: <c>-c</c>, <c>--ctx-size</c>; the first is shown in messages.</param>
/// <param name="Placeholder">How help shows its value: <c>N</c>; null for a switch.</param>
/// <param name="Implies">The value a switch stands for.</param>
/// <param name="Help">What this one does, where it isn't what the field is about: the switch that turns something off.</param>
public sealed record FieldOption(ImmutableArray<string> Names, string? Placeholder, string Implies = "true", string? Help = null)
{
    /// <summary>An option that takes a value.</summary>
    public static ImmutableArray<FieldOption> Value(string placeholder, params ImmutableArray<string> names) => [new FieldOption(names, placeholder)];

    /// <summary>A switch that turns something on.</summary>
    public static ImmutableArray<FieldOption> On(params ImmutableArray<string> names) => [new FieldOption(names, null)];

    /// <summary>A switch that turns something off.</summary>
    public static ImmutableArray<FieldOption> Off(string help, params ImmutableArray<string> names) => [new FieldOption(names, null, "false", help)];
}
