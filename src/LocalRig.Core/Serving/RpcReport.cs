using System.Collections.Immutable;
using LocalRig.Tables;

namespace LocalRig.Serving;

/// <summary>One model on one machine and on several alike over llama.cpp's RPC, as somebody measured it.</summary>
/// <param name="What">Model and machines.</param>
/// <param name="DecodeSeconds">What each other machine added to a token of an answer, in seconds.</param>
/// <param name="PrefillShare">What each other machine added to a prompt, as a share of its time on one.</param>
/// <param name="Source">Where.</param>
/// <param name="Date">When.</param>
/// <param name="Kind">Who.</param>
public sealed record RpcReport(string What, double DecodeSeconds, double PrefillShare, string Source, string Date, string Kind)
{
    private const string Table = "rpc.csv";

    private static readonly string[] Numbers = ["machines", "decode_alone", "decode_together", "prefill_alone", "prefill_together"];

    private static readonly Lazy<ImmutableArray<RpcReport>> Embedded = new(() => Read([]));

    /// <summary>The report in which a token of an answer lost the most time.</summary>
    public static RpcReport Slowest => Embedded.Value.MaxBy(r => r.DecodeSeconds)!;

    /// <summary>Everything wrong with the table.</summary>
    public static ImmutableArray<string> Validate()
    {
        List<string> problems = [];
        Read(problems);
        return [.. problems];
    }

    private static ImmutableArray<RpcReport> Read(List<string> problems)
    {
        ImmutableArray<RpcReport>.Builder all = ImmutableArray.CreateBuilder<RpcReport>();
        foreach (CsvRow row in CsvTable.Rows(Table, CarriedFile.Text($"serving/{Table}"), problems))
        {
            double[] numbers = [.. Numbers.Select(title => row.Number(title) ?? 0)];
            if (numbers is [> 1, > 0, > 0, > 0, > 0])
            {
                double others = numbers[0] - 1;
                all.Add(new RpcReport(
                    row.Needed("what"), (1 / numbers[2] - 1 / numbers[1]) / others, (numbers[3] / numbers[4] - 1) / others,
                    row.Address("source"), row.Needed("date"), row.Needed("kind")));
            }
            else
            {
                row.Problem("needs two machines and four rates");
            }
        }

        return all.ToImmutable();
    }
}
