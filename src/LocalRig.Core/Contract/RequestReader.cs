using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;

namespace LocalRig.Contract;

/// <summary>Reads whole requests and refuses them with every problem at once.</summary>
/// <typeparam name="T">The request.</typeparam>
/// <param name="fields">Its fields, in the order help shows them.</param>
/// <param name="empty">The request without any field given.</param>
/// <param name="check">Completes a request whose fields are all read, and notes what is wrong with them together.</param>
public sealed class RequestReader<T>(ImmutableArray<Field<T>> fields, T empty, Func<T, List<Problem>, T>? check = null)
{
    private FrozenDictionary<string, Field<T>>? _byName;

    /// <summary>All fields.</summary>
    public ImmutableArray<Field<T>> Fields { get; } = fields;

    /// <summary>Finds a field by a name JSON uses.</summary>
    public Field<T>? Find(string name) => (_byName ??= Fields.SelectMany(f => f.Aliases.Prepend(f.Name).Select(n => (n, f))).ToFrozenDictionary(p => p.n, p => p.f)).GetValueOrDefault(name);

    /// <summary>Reads a JSON object of the fields.</summary>
    /// <param name="json">The object.</param>
    /// <param name="defaults">What holds for fields it doesn't name, where something does.</param>
    /// <exception cref="RequestException">Not JSON, not an object, unknown fields, wrong values: all of them listed.</exception>
    public T FromJson(string json, Preset<T> defaults = default)
    {
        using JsonDocument document = RequestJson.Parse(json);
        return FromJson(document.RootElement, defaults);
    }

    /// <summary>Reads a JSON object of the fields.</summary>
    /// <param name="json">The object.</param>
    /// <param name="defaults">What holds for fields it doesn't name, where something does.</param>
    /// <exception cref="RequestException">Not an object, unknown fields, wrong values: all of them listed.</exception>
    public T FromJson(JsonElement json, Preset<T> defaults = default)
    {
        RequestJson.NeedObject(json);
        List<Problem> problems = [];
        T request = Applied(defaults.Or(empty), json, problems);
        return Checked(request, problems);
    }

    /// <summary>Puts a JSON object's fields into a request; problems are noted.</summary>
    public T Applied(T request, JsonElement json, List<Problem> problems)
    {
        foreach (JsonProperty property in json.EnumerateObject())
        {
            if (Find(property.Name) is Field<T> field)
            {
                request = field.Apply(request, FieldReader.OfJson(property.Name, property.Value, problems));
            }
            else if (property.Name != RequestJson.QuestionName)
            {
                problems.Add(Unknown(property.Name));
            }
        }

        return request;
    }

    /// <summary>Reads fields given as texts, as a command line gives them.</summary>
    /// <exception cref="RequestException">Wrong values: all of them listed.</exception>
    public T FromTexts(IEnumerable<GivenField> given, Preset<T> defaults = default)
    {
        List<Problem> problems = [];
        return Checked(Applied(defaults.Or(empty), given, problems), problems);
    }

    /// <summary>Reads fields given as texts to hold for every request of a batch; fields this request doesn't have are passed over, and
    /// nothing is missing yet.</summary>
    /// <exception cref="RequestException">Wrong values: all of them listed.</exception>
    public T Defaults(IEnumerable<GivenField> given)
    {
        List<Problem> problems = [];
        T request = Applied(empty, given, problems);
        return problems.Count > 0 ? throw new RequestException([.. problems]) : request;
    }

    /// <summary>Puts fields given as texts into a request; problems are noted.</summary>
    public T Applied(T request, IEnumerable<GivenField> given, List<Problem> problems)
    {
        foreach (GivenField one in given)
        {
            if (Find(one.Field.Name) is Field<T> field)
            {
                request = field.Apply(request, FieldReader.OfText(one.Where, one.Text, problems));
            }
        }

        return request;
    }

    private T Checked(T request, List<Problem> problems)
    {
        T complete = check is null ? request : check(request, problems);
        return problems.Count > 0 ? throw new RequestException([.. problems]) : complete;
    }

    private Problem Unknown(string name)
    {
        string? near = Spelling.Nearest(name, Fields.Select(f => f.Name));
        string hint = near is null ? "" : $" Did you mean `{near}`?";
        return new Problem(ErrorCode.Usage, $"`{name}` is not a field of a request.{hint}", "", name);
    }
}

/// <summary>A request to begin with, where there is one.</summary>
/// <param name="Given">Whether it was.</param>
/// <param name="Value">The value.</param>
public readonly record struct Preset<T>(bool Given, T Value)
{
    /// <summary>The value, or another where none was given.</summary>
    public T Or(T other) => Given ? Value : other;

    /// <summary>A value that was given.</summary>
    public static implicit operator Preset<T>(T value) => new(true, value);
}
