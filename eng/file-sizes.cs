#!/usr/bin/env dotnet
#:project ../src/LocalRig.Core/LocalRig.Core.csproj
// Writes docs/file-sizes.md: published GGUF files next to the sizes LocalRig computes. Run it from the repository's root:
//   dotnet run eng/file-sizes.cs > docs/file-sizes.md
using LocalRig.Catalog;

List<FileSizeCheck> checks = [.. ModelCatalog.Default.Files.Select(f => FileSizeCheck.Of(ModelCatalog.Default, f))];
List<FileSizeCheck> same = [.. checks.Where(c => c.IsReproduced && c.File.Why.Length == 0)];
List<FileSizeCheck> other = [.. checks.Except(same)];
string Name(PublishedFile f) => f.Model == f.Shape ? f.Model : $"{f.Model} (shape of {f.Shape})";
string Size(FileSizeCheck c) => c.File.Precision == 0 ? $"{c.File.Bytes:N0}" : $"{c.File.Bytes / 1e9:0.000} GB ± {c.File.Precision / 1e6:0.0} MB";

Console.WriteLine($"""
# Published GGUF files and computed sizes

Of {checks.Count} published sizes, {same.Count} are llama-quantize's recipes as they are: LocalRig's tensor bytes, computed from the model's
config alone, equal the file but for its header (at most 65 bytes per token of vocabulary and 1 MB) and the rounding of the listing.
{other.Count} are something else; the second table says what. GB is 10^9 bytes. Sizes come from `data/models/published-files.json`, which names
each one's source. Written by `eng/file-sizes.cs`; a test holds both tables to the truth.

## Reproduced

| model | publisher | quant | published | computed tensor bytes | header and rounding |
| --- | --- | --- | --- | --- | --- |
""");
foreach (FileSizeCheck c in same)
{
    Console.WriteLine($"| {Name(c.File)} | {c.File.Publisher} | {c.File.Quant}{(c.WithImatrix ? " (imatrix)" : "")} | {Size(c)} | {c.Computed:N0} | {(c.File.Bytes - c.Computed) / 1e6:0.0} MB |");
}

Console.WriteLine("""

## Different, and why

| model | publisher | quant | published | plain recipe | difference | why |
| --- | --- | --- | --- | --- | --- | --- |
""");
foreach (FileSizeCheck c in other)
{
    string computed = c.Computed is { } bytes ? $"{bytes / 1e9:0.000} GB" : "";
    string difference = c.Computed is { } known ? $"{(c.File.Bytes - known) / 1e6:+0;-0} MB" : "";
    Console.WriteLine($"| {Name(c.File)} | {c.File.Publisher} | {c.File.Quant} | {Size(c)} | {computed} | {difference} | {c.File.Why} |");
}
