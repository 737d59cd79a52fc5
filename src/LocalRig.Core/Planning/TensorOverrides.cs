using System.Collections.Immutable;
using System.Text.RegularExpressions;
using LocalRig.Engines;
using LocalRig.Models;
using LocalRig.Rigs;

namespace LocalRig.Planning;

/// <summary>Memories that tensors of certain names are sent to, whatever their layer (-ot, --override-tensor; llama.cpp's common/arg.cpp,
/// parse_tensor_buffer_overrides: pairs of pattern and memory parted by commas; llama-model-loader.cpp, create_tensor: the first pattern
/// found anywhere in a name counts).</summary>
public sealed class TensorOverrides : IEquatable<TensorOverrides>
{
    /// <summary>The longest pattern taken, in characters; people's longest lists of layers have some hundred.</summary>
    public const int LongestPattern = 2000;

    private readonly ImmutableArray<(Func<string, bool> Matches, string Memory)> _pairs;

    private TensorOverrides(ImmutableArray<(Func<string, bool>, string)> pairs, string text)
    {
        _pairs = pairs;
        Text = text;
    }

    /// <summary>None: every tensor follows its layer.</summary>
    public static TensorOverrides None { get; } = new([], "");

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _pairs.IsEmpty;

    /// <summary>Whether some go to main memory.</summary>
    public bool SendToHost => _pairs.Any(static p => p.Memory == EngineNames.Cpu);

    /// <summary>The pairs as llama.cpp takes them: <c>pattern=CPU,pattern=CUDA1</c>.</summary>
    public string Text { get; }

    /// <summary>Reads pairs as llama.cpp does.</summary>
    /// <param name="texts">Each <c>pattern=memory</c>, or several parted by commas.</param>
    /// <exception cref="FormatException">A pair has no memory, or its pattern isn't one; the message says which and why.</exception>
    public static TensorOverrides Parse(IEnumerable<string> texts)
    {
        ImmutableArray<(Func<string, bool>, string)>.Builder pairs = ImmutableArray.CreateBuilder<(Func<string, bool>, string)>();
        List<string> said = [];
        foreach (string pair in texts.SelectMany(t => t.Split(',')))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || equals == pair.Length - 1)
            {
                throw new FormatException($"'{pair}' has no memory after a pattern");
            }

            pairs.Add((Compile(pair[..equals]).IsMatch, pair[(equals + 1)..]));
            said.Add(pair);
        }

        return new TensorOverrides(pairs.ToImmutable(), string.Join(',', said));
    }

    /// <summary>The memory a tensor is sent to, by llama.cpp's name for it; null where it follows its layer.</summary>
    public string? MemoryOf(string tensor)
    {
        foreach ((Func<string, bool> matches, string memory) in _pairs)
        {
            if (matches(tensor))
            {
                return memory;
            }
        }

        return null;
    }

    /// <summary>The place of a memory in a rig's devices; their number for the processor's.</summary>
    /// <exception cref="EngineException">The rig has no memory of that name.</exception>
    public static int PlaceOf(string memory, Rig rig)
    {
        ImmutableArray<string> names = EngineNames.Of(rig);
        int at = memory == EngineNames.Cpu ? rig.Devices.Length : names.IndexOf(memory);
        return at >= 0 ? at : throw new EngineException($"-ot sends tensors to {memory}, but the memories here are {string.Join(", ", names.Add(EngineNames.Cpu).Distinct())}.");
    }

    /// <summary>Whether every tensor they move is a routed expert that goes to main memory: what <c>-ncmoe</c> does for the first layers, for any.</summary>
    public bool MoveOnlyExperts(Model model) =>
        model.Tensors.Tensors.All(t => MemoryOf(t.Name) is not { } memory || (memory == EngineNames.Cpu && ExpertTensors.Holds(t.Name)));

    /// <summary>The layers some of whose routed experts they send to main memory.</summary>
    public IReadOnlySet<int> ExpertLayers(Model model) =>
        IsEmpty ? [] : model.Tensors.Tensors.Where(t => ExpertTensors.Holds(t.Name) && MemoryOf(t.Name) == EngineNames.Cpu).Select(t => LayerCount.BlockOf(t.Name) ?? -1).ToHashSet();

    /// <inheritdoc/>
    public bool Equals(TensorOverrides? other) => other is not null && other.Text == Text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TensorOverrides);

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>A pattern that takes time in proportion to the name, whatever it says; it can't look around or back, which names of tensors don't need.</summary>
    private static Regex Compile(string pattern)
    {
        try
        {
            return pattern.Length <= LongestPattern
                ? new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)
                : throw new FormatException($"a pattern of {pattern.Length} characters is longer than the {LongestPattern} that are taken");
        }
        catch (ArgumentException wrong)
        {
            throw new FormatException($"'{pattern}' is no pattern: {wrong.Message}", wrong);
        }
        catch (NotSupportedException)
        {
            throw new FormatException($"'{pattern}' looks around or back, or is too large; write it without (?=…), (?!…) and \\1");
        }
    }
}
