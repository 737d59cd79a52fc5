using System.Collections.Immutable;
using System.Text.RegularExpressions;
using LocalRig.Audit.Claims;

namespace LocalRig.Audit.Reading;

/// <content>A table's heads, and the words in cells that say how well something fits.</content>
internal sealed partial class FactTable
{
    /// <summary>A column's head.</summary>
    /// <param name="Text">Its words.</param>
    /// <param name="Label">What the column holds.</param>
    /// <param name="Facts">Names it gives.</param>
    private sealed record Head(string Text, TableLabel Label, ImmutableArray<Fact> Facts)
    {
        /// <summary>The memory it names, where it names no device: a column for 24 GB.</summary>
        public Interval? Memory { get; init; }

        public static Head Of(string head, bool first)
        {
            string text = MemoryBehind().Replace(SpelledBits().Replace(SpelledFloat().Replace(Clip(head), "$1$2"), "$1-bit"), "$1)"); // "FP 16 bits", "8 bits (Quantized)"
            // "4090 tok/s" is a card and a unit here, not a figure.
            ImmutableArray<Fact> facts = [.. FactFinder.In(SpeedUnit().Replace(text, m => new string(' ', m.Length))).Where(f => f.Kind is FactKind.Model or FactKind.Device or FactKind.Quant or FactKind.Context)];
            facts = facts.IsEmpty && !first && BareContext().IsMatch(text.Trim()) ? [.. FactFinder.In(text.Trim() + " tokens").Where(f => f.Kind == FactKind.Context)] : facts;
            facts = facts.IsEmpty && !first && OfContext().Match(text) is { Success: true } at && TableLabels.Of(text) is TableLabel.Memory or TableLabel.Cache or TableLabel.Speed
                ? [.. FactFinder.In(at.Value + " tokens").Where(f => f.Kind == FactKind.Context).Select(f => f with { Start = at.Index, End = at.Index + at.Length })]
                : facts;
            string words = facts.Aggregate(text, (t, f) => f.End <= t.Length ? t[..f.Start] + new string(' ', f.End - f.Start) + t[f.End..] : t);
            TableLabel label = TableLabels.Of(words);

            // "7B models", "RTX 4090": the word only says what the name is.
            Fact? memory = facts.IsEmpty ? FactFinder.In(text).FirstOrDefault(f => f.Kind == FactKind.Memory) : null;
            if (memory is not null)
            {
                return new Head(text, TableLabel.None, []) { Memory = memory.Amount };
            }

            return new Head(text, !facts.IsEmpty && label is TableLabel.Model or TableLabel.Device && !facts.IsEmpty ? TableLabel.None : label, facts);
        }
    }

    [GeneratedRegex(@"\b(?:largest|biggest|max(?:imum)?|runs?|fits?|can run|handles|recommended models?|best models?|suitable|comfortable)\b", RegexOptions.IgnoreCase)]
    private static partial Regex RunsHead();

    [GeneratedRegex(@"^\W*(?:(?:concurrent )?(?:users?|requests|streams|sequences)|concurrency|batch(?: size)?|BS)\W*$", RegexOptions.IgnoreCase)]
    private static partial Regex CrowdHead();

    [GeneratedRegex(@"^\W*comfortabl[ey]\b", RegexOptions.IgnoreCase)]
    private static partial Regex ComfortableHead();

    [GeneratedRegex(@"^\W*(?:what (?:it |you can |can )?(?:runs?|fits?)|(?:can )?runs?|handles)\W*$", RegexOptions.IgnoreCase)]
    private static partial Regex WhatRuns();

    [GeneratedRegex(@"^\W*(?:(?:top|best|our|first|main) )?(?:recommendation|pick|choice)s?\W*$", RegexOptions.IgnoreCase)]
    private static partial Regex PickHead();

    [GeneratedRegex(@"\b(?:models?|LLMs?)\b", RegexOptions.IgnoreCase)]
    private static partial Regex ModelHead();

    [GeneratedRegex(@"\brequire(?:ments?|d)\b", RegexOptions.IgnoreCase)]
    private static partial Regex RequireHead();

    [GeneratedRegex(@"\b(?:recommended|suggested|comfortable)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Recommended();

    [GeneratedRegex(@"\bmin(?:imum)?\b|\bsmallest\b|\bfits?\b", RegexOptions.IgnoreCase)]
    private static partial Regex LeastHead();

    [GeneratedRegex(@"\d\s?[x×]\s?$", RegexOptions.IgnoreCase)]
    private static partial Regex Times();

    [GeneratedRegex(@"[A-Za-z]{2,}")]
    private static partial Regex Word();

    [GeneratedRegex(@"\(B\)|\bbillions?\b", RegexOptions.IgnoreCase)]
    private static partial Regex InBillions();

    [GeneratedRegex(@"\bexamples?\b|\be\.g\.|\bmodel name\b", RegexOptions.IgnoreCase)]
    private static partial Regex ExampleHead();

    [GeneratedRegex(@"\btags?\b|\bcommand\b", RegexOptions.IgnoreCase)]
    private static partial Regex TagHead();

    [GeneratedRegex(@"^\d{1,4}(?:\.\d{1,2})?[bB]$")]
    private static partial Regex BareSize();

    [GeneratedRegex(@"\s?\b(?:tok(?:en)?s?/s(?:ec)?|t/s|tok(?:en)?s? per second)", RegexOptions.IgnoreCase)]
    private static partial Regex SpeedUnit();

    [GeneratedRegex(@"^\W*(?:pp ?\d{2,6}|prompt|prefill)\b", RegexOptions.IgnoreCase)]
    private static partial Regex PromptTest();

    [GeneratedRegex(@"^\d{1,4}\s?[kK]$")]
    private static partial Regex BareContext();

    [GeneratedRegex(@"(?<![\w.])\d{1,4}[kK]\b")]
    private static partial Regex OfContext();

    [GeneratedRegex(@"\s?±\s?[\d.]{1,9}")]
    private static partial Regex Spread();

    [GeneratedRegex(@"\([^()]{0,60}\)")]
    private static partial Regex Brackets();

    [GeneratedRegex(@"\bGi?B\b|\dGi?B\b", RegexOptions.IgnoreCase)]
    private static partial Regex Gigabytes();

    [GeneratedRegex(@"^\W*(?:✅|✓|✔|☑|yes\b|fits\b|runs\b|ok\b)|✅|✔|✓", RegexOptions.IgnoreCase)]
    private static partial Regex YesWord();

    [GeneratedRegex(@"^\W*(?:no\b(?!te)|almost\b|nearly\b|not quite\b|spills?\b|overflows?\b|OOM\b|doesn['’]t fit|does not fit|too (?:big|large))|❌|✗|✘", RegexOptions.IgnoreCase)]
    private static partial Regex NoWord();

    [GeneratedRegex(@"^\W*(?:tight|barely|borderline|partial|marginal)\b|⚠", RegexOptions.IgnoreCase)]
    private static partial Regex TightCell();

    [GeneratedRegex(@"^\W*(?:comfortabl[ey]|easy|easily|plenty)\b", RegexOptions.IgnoreCase)]
    private static partial Regex ComfortableCell();

    [GeneratedRegex(@"^\W*(?:model )?sizes?\W*(?:in )?(?:Gi?B)?\W*$", RegexOptions.IgnoreCase)]
    private static partial Regex SizeAlone();

    [GeneratedRegex(@"\bused\b", RegexOptions.IgnoreCase)]
    private static partial Regex Used();

    [GeneratedRegex(@"\bCPU\b", RegexOptions.IgnoreCase)]
    private static partial Regex OfProcessor();

    [GeneratedRegex(@"^\W*RAM\W*$", RegexOptions.IgnoreCase)]
    private static partial Regex MainMemory();

    // "RTX 4090 (24 GB VRAM)": the version, as without the word.
    [GeneratedRegex(@"(?<=[A-Za-z0-9] )(\(\d{1,3} ?GB) (?:VRAM|RAM|unified(?: memory)?)\)", RegexOptions.IgnoreCase)]
    private static partial Regex MemoryBehind();

    [GeneratedRegex(@"\b(FP|BF|INT) ?(\d{1,2})(?:[ -]bits?)?\b", RegexOptions.IgnoreCase)]
    private static partial Regex SpelledFloat();

    [GeneratedRegex(@"(?<![\w.])([2-8]) bits\b(?! per| ?/)", RegexOptions.IgnoreCase)]
    private static partial Regex SpelledBits();

    [GeneratedRegex(@"^\W*(?:quant(?:ization)? )?type\W*$", RegexOptions.IgnoreCase)]
    private static partial Regex TypeHead();

    [GeneratedRegex(@"^\W*(?:component|item|spec(?:ification)?|property|parameter|attribute|feature|field|metric|detail)s?\W*$", RegexOptions.IgnoreCase)]
    private static partial Regex SheetHead();

    [GeneratedRegex(@"^\W*(?:GPUs?|cards?|graphics(?: card)?|hardware|device|chip|SoC|machine)\W*$", RegexOptions.IgnoreCase)]
    private static partial Regex MachineRow();

    [GeneratedRegex(@"^\W*bits\W*$", RegexOptions.IgnoreCase)]
    private static partial Regex BitsAlone();
}
