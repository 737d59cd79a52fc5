using System.Collections.Immutable;
using LocalRig.Audit.Claims;
using LocalRig.Audit.Naming;
using LocalRig.Catalog;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Audit.Rules;

/// <summary>Whether a model's cache for keys and values takes the memory said at a number of tokens: the plan's own bytes, in f16 as by default, and in q8_0 and q4_0.</summary>
internal sealed class CacheRule(ModelNames names, Reckoning reckoning)
{
    private const double Rounding = 0.1; // "about 17 GB"
    private const double LargeGibibytes = 4096; // larger than any model of the catalogue
    private const int ModelsOfASize = 3;

    // Bytes of a q8_0 and q4_0 block of 32 values against 64 in f16 (ggml-common.h: 2 bytes of scale and 32 or 16 of values).
    private static readonly (string Name, double Share)[] Types = [("q8_0", 34.0 / 64), ("q4_0", 18.0 / 64)];

    public Finding Check(CacheClaim claim)
    {
        if (names.Find(claim.Model) is not { Models: [_, ..] } named)
        {
            return ModelRules.Unknown(claim, claim.Model);
        }

        ImmutableArray<CacheSize> sizes = reckoning.Card(LargeGibibytes) is not Rig card ? [] :
        [
            .. from model in named is SizeClass ? named.Models.Take(ModelsOfASize) : named.Models.Take(1)
               let plan = reckoning.OnDevices(model, QuantWords.Common, card, claim.Context)
               where plan is not null
               select new CacheSize(model, Size(plan)),
        ];
        return sizes.IsEmpty ? Finding.Unknown(claim, $"{named.Models[0].Id} can't be planned with {claim.Context:N0} tokens: its shape is unknown.") : Judge(claim, named, sizes);
    }

    private static Finding Judge(CacheClaim claim, NamedModel named, ImmutableArray<CacheSize> sizes)
    {
        ImmutableArray<CacheSize> right = [.. sizes.Where(s => Holds(claim.Gigabytes, s.Size, 1))];
        ImmutableArray<Working> working =
        [
            .. named.Notice.Length > 0 ? [new Working(named.Notice)] : Array.Empty<Working>(),
            .. sizes.Select(s => new Working($"{s.Model.Id}, {claim.Context:N0} tokens: {s.Size} ({s.Size.Gigabytes:0.0} GB) of keys and values in f16, {s.Size.Gibibytes * Types[0].Share:0.0} GiB in q8_0, {s.Size.Gibibytes * Types[1].Share:0.0} GiB in q4_0.", s.Model.Sources.GetValueOrDefault("config", ""))),
        ];
        string truth = $"{string.Join("; ", sizes.Select(s => $"{s.Model.Id}: {s.Size.Gigabytes:0.0} GB"))} at {claim.Context:N0} tokens in f16.";
        (string Name, double Share) packed = Types.FirstOrDefault(t => sizes.Any(s => Holds(claim.Gigabytes, s.Size, t.Share)));
        return named is MissingModel ? new Finding(claim, right.IsEmpty ? ClaimVerdict.False : ClaimVerdict.Misleading, named.Notice, working, truth)
            : right.Length == sizes.Length ? new Finding(claim, ClaimVerdict.Holds, truth, working)
            : right.Length > 0 ? new Finding(claim, ClaimVerdict.Depends, $"True of {string.Join(", ", right.Select(s => s.Model.Id))}, not of {string.Join(", ", sizes.Except(right).Select(s => s.Model.Id))}: how many heads of keys and values a model has decides.", working, truth)
            : packed.Name is not null ? new Finding(claim, ClaimVerdict.Misleading, $"Only with the cache stored in {packed.Name}.", working, truth)
            : new Finding(claim, ClaimVerdict.False, truth, working, truth);
    }

    private static bool Holds(Interval claimed, ByteSize size, double share) => claimed.Holds(size.Gigabytes * share, Rounding) || claimed.Holds(size.Gibibytes * share, Rounding);

    private static ByteSize Size(MemoryPlan plan) => new(plan.Devices.Sum(d => (d.Parts.KvCache + d.Parts.RecurrentState).Bytes));

    private sealed record CacheSize(CatalogModel Model, ByteSize Size);
}
