using System.Buffers;
using System.Collections.Immutable;
using LocalRig.Evidence;

namespace LocalRig.Audit.Reading;

/// <summary>Tests and publishers of the ranking ledger, as sentences name them.</summary>
internal static class RankingNames
{
    private static readonly Lazy<ImmutableArray<string>> Benchmarks = new(() => Longest(RankingLedger.Default.Claims.Select(c => c.Benchmark).Where(b => char.IsUpper(b[0])).SelectMany(b => (string[])[b, WithoutVersion(b)])));

    private static readonly Lazy<ImmutableArray<string>> Publishers = new(() => Longest(RankingLedger.Default.Claims.Select(c => Company(c.Origin.Publisher))));

    private static readonly Lazy<SearchValues<string>> AnyBenchmark = new(() => SearchValues.Create(Benchmarks.Value.AsSpan(), StringComparison.OrdinalIgnoreCase));

    private static readonly Lazy<SearchValues<string>> AnyPublisher = new(() => SearchValues.Create(Publishers.Value.AsSpan(), StringComparison.OrdinalIgnoreCase));

    /// <summary>The test a clause names, or empty.</summary>
    public static string Benchmark(string clause) => Signs.In(clause, AnyBenchmark.Value) ? Named(Benchmarks.Value, clause) : "";

    /// <summary>The publisher a clause names, or empty.</summary>
    public static string Publisher(string clause) => Signs.In(clause, AnyPublisher.Value) ? Named(Publishers.Value, clause) : "";

    private static string Named(ImmutableArray<string> names, string clause) => names.FirstOrDefault(n => clause.Contains(n, StringComparison.OrdinalIgnoreCase)) ?? "";

    private static ImmutableArray<string> Longest(IEnumerable<string> names) => [.. names.Distinct().OrderByDescending(n => n.Length).ThenBy(n => n, StringComparer.Ordinal)];

    /// <summary>SWE-bench of "SWE-bench Verified", LiveCodeBench of "LiveCodeBench v6".</summary>
    private static string WithoutVersion(string benchmark)
    {
        int space = benchmark.LastIndexOf(' ');
        string last = benchmark[(space + 1)..];
        return space > 0 && (last == "Verified" || char.IsAsciiDigit(last[^1])) ? benchmark[..space] : benchmark;
    }

    /// <summary>Alibaba of "Qwen (Alibaba)": a vendor's own name may be its models' too.</summary>
    private static string Company(string publisher) => publisher.EndsWith(')') ? publisher[(publisher.IndexOf('(', StringComparison.Ordinal) + 1)..^1] : publisher;
}
