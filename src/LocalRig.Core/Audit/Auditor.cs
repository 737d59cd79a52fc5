using System.Collections.Concurrent;
using System.Collections.Immutable;
using LocalRig.Audit.Claims;
using LocalRig.Audit.Naming;
using LocalRig.Audit.Reading;
using LocalRig.Audit.Rules;
using LocalRig.Rigs;

namespace LocalRig.Audit;

/// <summary>Checks a guide's claims against catalogue, arithmetic, physical ceilings and evidence.</summary>
public sealed class Auditor
{
    private const int MostRigs = 4096; // a guide has fewer claims that aren't alike

    private readonly AuditKnowledge _knowledge;
    private readonly ModelNames _names;
    private readonly Reckoning _reckoning;

    /// <summary>An auditor that knows something.</summary>
    public Auditor(AuditKnowledge knowledge)
    {
        // One rig for the same words: plans are kept by rig.
        ConcurrentDictionary<string, Rig?> rigs = new(StringComparer.Ordinal);
        _knowledge = knowledge with { Engine = knowledge.Engine.Remembering(), RigOf = words => rigs.Count < MostRigs ? rigs.GetOrAdd(words, w => knowledge.RigOf(w)) : knowledge.RigOf(words) };
        _names = new ModelNames(knowledge.Models);
        _reckoning = new Reckoning(_knowledge);
    }

    /// <summary>Checks a whole guide.</summary>
    /// <param name="guide">Its claims.</param>
    /// <param name="source">What to call it.</param>
    public AuditReport Check(Guide guide, string source)
    {
        // Guides repeat themselves; what is the same in words is reckoned once.
        string[] words = [.. guide.Claims.Select(ClaimWords.Of)];
        (string Words, Claim Claim)[] different = [.. guide.Claims.Select((c, i) => (Words: words[i], c)).DistinctBy(c => c.Words)];
        Finding[] found = new Finding[different.Length];
        Parallel.For(0, found.Length, i => found[i] = Check(different[i].Claim));
        Dictionary<string, Finding> byWords = different.Select((c, i) => (c.Words, Finding: found[i])).ToDictionary(c => c.Words, c => c.Finding);
        return new AuditReport(source, [.. guide.Claims.Select((c, i) => byWords[words[i]] with { Claim = c })], guide.Unread, guide.Prose);
    }

    /// <summary>Checks one claim.</summary>
    public Finding Check(Claim claim) =>
        claim switch
        {
            FamilyClaim c => FamilyRule.Check(c, _names),
            ExistsClaim c => ModelRules.Exists(c, _names),
            ParametersClaim c => ModelRules.Parameters(c, _names),
            ReleasedClaim c => ModelRules.Released(c, _names),
            MemoryClaim c => MemoryRule.Check(c, _knowledge),
            BandwidthClaim c => BandwidthRule.Check(c),
            FileSizeClaim c => new FileSizeRule(_names).Check(c),
            FitsClaim c => new FitsRule(_names, _reckoning, _knowledge).Check(c),
            NeedsClaim c => new NeedsRule(_names, _reckoning).Check(c),
            SpeedClaim c => new SpeedRule(_names, _reckoning, _knowledge).Check(c),
            PriceOfClaim c => PriceRule.Check(c, _knowledge),
            SeveralDevicesClaim c => new SeveralDevicesRule(_names, _reckoning, _knowledge).Check(c),
            RankClaim c => new RankRule(_names, _knowledge.Rankings).Check(c),
            CacheClaim c => new CacheRule(_names, _reckoning).Check(c),
            BitsClaim c => new BitsRule(_knowledge).Check(c),
            ContextLengthClaim c => ModelRules.ContextLength(c, _names),
            ActiveClaim c => ModelRules.Active(c, _names),
            ComparisonClaim c => new ComparisonRule(_names, _reckoning, _knowledge).Check(c),
            OffloadClaim c => new OffloadRule(_names, _reckoning, _knowledge).Check(c),
            LicenseClaim c => LicenseRule.Check(c, _names),
            LayerCountClaim c => LayersRule.Count(c, _names),
            LayersFitClaim c => new LayersRule(_names, _reckoning, _knowledge).Check(c),
            _ => Finding.Unknown(claim, "No rule of this build checks such a claim."),
        };
}
