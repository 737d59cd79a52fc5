using System.Collections.Immutable;
using System.Globalization;
using LocalRig.Architectures;
using LocalRig.Models;
using Xunit;

namespace LocalRig.Core.Tests.Architectures;

/// <summary>Headers with wrong values, held against the real llama.cpp: whatever LocalRig plans as exact, the engine loads and plans.</summary>
public sealed class HeaderValueTests
{
    private static readonly int Draws = int.Parse(Environment.GetEnvironmentVariable("LOCALRIG_HEADER_DRAWS") ?? "60", CultureInfo.InvariantCulture); // a family; thousands in a long run

    [Theory]
    [MemberData(nameof(WeightCheckTests.OneOfEach), MemberType = typeof(WeightCheckTests))]
    public void What_is_accepted_with_a_changed_value_the_engine_loads(string id, bool withMtp)
    {
        RealLlama.Require();
        Model model = SmallModels.Of(id, withMtp);
        Random random = new(id.Sum(static c => c));
        string[] keys = [.. model.Metadata.Values.Where(v => v.Key.StartsWith(model.Metadata.Architecture + ".", StringComparison.Ordinal) && v.Value is long or double or bool or ImmutableArray<long>).Select(v => v.Key)];
        List<string> tooMild = [];
        for (int i = 0; i < Draws; i++)
        {
            string key = keys[random.Next(keys.Length)];
            object value = Changed(model.Metadata.Values[key], random);
            Metadata changed = new(new Dictionary<string, object>(model.Metadata.Values) { [key] = value });
            if (ArchitectureReader.Read(changed) is KnownArchitecture && EngineRefusal.Of(changed, model.Tensors) is null && RealLoad.Refusal(changed, model.Tensors.Tensors) is string real)
            {
                tooMild.Add($"{key} = {(value is ImmutableArray<long> list ? string.Join(' ', list) : value)}: {real}");
            }
        }

        Assert.True(tooMild.Count == 0, string.Join(Environment.NewLine, tooMild.Order(StringComparer.Ordinal)));
    }

    private static object Changed(object value, Random random) => value switch
    {
        long number => (long[])[0, 1, 2, Math.Max(0, number - 1), number + 1, number * 2, number / 2, 1 << 20, int.MaxValue] is var all ? all[random.Next(all.Length)] : number,
        double number => (double[])[0, 1, -1, number * 2] is var all ? all[random.Next(all.Length)] : number,
        bool flag => !flag,
        ImmutableArray<long> list => random.Next(2) == 0 ? list.SetItem(random.Next(list.Length), random.Next(9)) : list[..^1],
        _ => value,
    };
}
