using System.Text.RegularExpressions;

namespace LocalRig.Audit.Reading;

/// <content>Names: devices, classes and lines of them, models, families, licences.</content>
internal static partial class FactFinder
{
    private static void AddDevices(List<Fact> facts, Remainder rest)
    {
        foreach (Match m in rest.Take(SeriesName(), Signs.Series))
        {
            facts.Add(new Fact(FactKind.Series, m.Value, default, m.Index, m.Index + m.Length));
        }

        if (!rest.Has(Signs.Device))
        {
            return;
        }

        foreach (Match m in rest.Take(MacOfSize(), Signs.Gigabytes))
        {
            facts.Add(new Fact(FactKind.Device, Naming.DeviceClass.Named(m.Groups["n"].Value, "Mac"), default, m.Index, m.Index + m.Length));
        }

        foreach (Match m in rest.Take(DeviceName()))
        {
            string name = Filler().Replace(ScreenSize().Replace(MemoryWord().Replace(m.Value, ""), ""), "").Trim().Replace("×", "x", StringComparison.Ordinal);

            // "M1/M2 Pro": what follows the last is said of both.
            name = BareChip().IsMatch(name) && SharedTier().Match(rest.From(m.Index + m.Length)) is { Success: true } tier ? $"{name} {tier.Groups[1].Value}" : name;
            facts.Add(new Fact(FactKind.Device, name, default, m.Index, m.Index + m.Length));
        }

        foreach (Match m in rest.Take(DeviceClass()))
        {
            facts.Add(new Fact(FactKind.Device, Naming.DeviceClass.Named(m.Groups["n"].Value, m.Groups["w"].Value), default, m.Index, m.Index + m.Length));
        }
    }

    private static void AddModels(List<Fact> facts, Remainder rest)
    {
        foreach (Match m in rest.HasSize ? rest.Take(SizeRange()) : [])
        {
            facts.Add(new Fact(FactKind.Model, m.Groups[1].Value + "B", default, m.Index, m.Index + m.Groups[1].Length));
            facts.Add(new Fact(FactKind.Model, m.Groups[2].Value + "B", default, m.Index + m.Groups[1].Length, m.Index + m.Length));
        }

        foreach (Match m in rest.HasSize ? rest.Take(ModelName()) : [])
        {
            string name = Edition().Replace(m.Value.Trim(), "");
            name = name.Length < 6 && BareSize().IsMatch(name) ? name.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant() : name;
            facts.Add(new Fact(FactKind.Model, name, default, m.Index, m.Index + m.Length));
        }

        foreach (Match m in rest.Take(SizelessModel(), Signs.Sizeless))
        {
            facts.Add(new Fact(FactKind.Model, m.Value.Trim(), default, m.Index, m.Index + m.Length));
        }

        foreach (Match m in rest.Take(FamilyAlone(), Signs.Family))
        {
            facts.Add(new Fact(FactKind.Family, m.Value.Trim(), default, m.Index, m.Index + m.Length));
        }
    }

    private static void AddLicenses(List<Fact> facts, Remainder rest)
    {
        foreach (Match m in rest.Take(LicenseName(), Signs.License))
        {
            facts.Add(new Fact(FactKind.License, m.Groups["n"].Value.Trim(), default, m.Index, m.Index + m.Length));
        }
    }

    [GeneratedRegex(
        @"(?:\b(?:dual|two|three|four|\d{1,2}\s?[x×])\s?(?:(?:affordable|cheap|second-?hand|refurbished|older|new)\s){0,2})?(?:\bused\s)?(?:\b(?:(?:NVIDIA|GeForce|AMD|Radeon|Apple|Intel|Instinct)\s){0,2})?(?:\b(?:RTX|GTX|RX|Arc|Tesla|Quadro)[\s-]?(?:PRO\s)?[A-Z]?\d{3,4}(?:\s?(?:Ti|SUPER|XTX|XT|GRE|Ada|Blackwell|D|Laptop|Max-Q|SE|Server Edition|Workstation Edition)\b){0,2}|\bM[1-6](?:\s(?:Pro|Max|Ultra))?\s(?:MacBook(?:\s(?:Air|Pro))?|Mac\s(?:Studio|mini|Pro)|iMac)\b|\b(?:MacBook\s(?:Air|Pro)\s(?:1[3-6](?:[""”]|[- ]inch)\s)?|Mac\s(?:Studio|mini|Pro)\s)?M[1-6](?:\s(?:Pro|Max|Ultra))?\b(?:\s\(\d\d-core GPU\))?|\b(?:MacBook\s(?:Air|Pro)|Mac\s(?:Studio|mini|Pro))|\bThreadripper(?:\sPRO)?(?:\s\d{4}W?X)?|\b(?:30|40|50)[5-9]0(?:\s(?:Ti|SUPER))?(?=s?\b)(?!\s?(?:tok|MB|GB|tokens|MHz))|\b(?:[67][4-9]00|90[67]0)\s(?:XTX|XT|GRE)\b|\bMI(?:50|60|100|210|250X?|300[AX]|325X|355X)\b|\b(?:Tesla\s)?(?:A10G?|A6000|A5000|A4000|[AH]100|GH200|H200|[BG]B?200|V100|P100|P40|L4|L40S?|T4)(?=s?\b)(?:\s(?:SXM\d?|PCIe|NVL)\d?\b)?|\b(?:DGX Spark|Strix Halo|Ryzen AI Max\+? ?395)\b)(?:\s\(\d{1,4}\s?GB\)|\s\(\d{1,4}\s?GB (?:GPU|card)\)|\s\d{1,4}\s?GB(?!\s?(?:of|VRAM|RAM|unified|/|GDDR))\b)?s?",
        RegexOptions.IgnoreCase)]
    private static partial Regex DeviceName();

    // What runs on all of a class: "a 16 GB card", "any 16 GB Mac"; before a colon it is the name of a tier.
    [GeneratedRegex(@"(?<![\w.\u0001-])(?<n>\d{1,3})[ -]?GB (?:(?:VRAM|gaming|consumer|workstation|professional|enterprise|server|datacenter|NVIDIA|AMD|graphics|unified[- ]memory|Apple Silicon) )?(?<w>cards?|GPUs?|Macs?|MacBooks?|laptops?|notebooks?)\b(?!\s*(?::|—|→|->|\||\())|\b(?:(?:gaming|most|any|ordinary) )(?<w>laptops?|notebooks?)\b", RegexOptions.IgnoreCase)]
    private static partial Regex DeviceClass();

    [GeneratedRegex(@"(?<![\w.\u0001-])(?<n>\d{1,3})[ -]?GB MacBook (?:Pro|Air)s?\b(?!\s(?:\(?M[1-6]|1[3-6]))", RegexOptions.IgnoreCase)]
    private static partial Regex MacOfSize();

    // llama-bench writes a mix's size out.
    [GeneratedRegex(@" - (Small|Medium|Large)$", RegexOptions.IgnoreCase)]
    private static partial Regex LongQuant();

    [GeneratedRegex(@"\b(?:Apple['’]s )?M[- ]series\b|\b(?:RTX )?[2-5]0[- ]series\b|\b(?:datacenter|data cent(?:er|re)) (?:cards|GPUs)\b", RegexOptions.IgnoreCase)]
    private static partial Regex SeriesName();

    [GeneratedRegex(@" 1[3-6](?:[""”]|[- ]inch)", RegexOptions.IgnoreCase)]
    private static partial Regex ScreenSize();

    [GeneratedRegex(@"(?<=GB) (?:GPU|card)(?=\))", RegexOptions.IgnoreCase)]
    private static partial Regex MemoryWord();

    [GeneratedRegex(@"^M[1-6]$", RegexOptions.IgnoreCase)]
    private static partial Regex BareChip();

    [GeneratedRegex(@"^(?:/M[1-6]){0,4}/M[1-6] (Pro|Max|Ultra)\b", RegexOptions.IgnoreCase)]
    private static partial Regex SharedTier();

    [GeneratedRegex(@"^(?:(?:NVIDIA|GeForce|Apple)\s){1,2}|\b(?:used|affordable|cheap|second-?hand|refurbished|older|new)\s", RegexOptions.IgnoreCase)]
    private static partial Regex Filler();

    [GeneratedRegex(@"(?:(?:about|around|roughly|under|over|up to|at least|~|<|>)\s?)?[~]?(?<n>[$€£]\s?\d[\d,]{0,9}(?:\.\d\d)?k?(?:\s?(?:-|–|—|to)\s?[$€£]?\d[\d,]{0,9}(?:\.\d\d)?k?)?)(?<plus>\+)?", RegexOptions.IgnoreCase)]
    private static partial Regex Money();

    [GeneratedRegex(Begin + Span + @"(?:(?<m>M)|G|(?<t>T))(?:i?B)\b(?!/)(?<plus>\+(?!\s?\d)|\s(?:or more|and up|or higher|or above)\b)?", RegexOptions.IgnoreCase)]
    private static partial Regex Bytes();

    [GeneratedRegex(@"^\s(?:KV|cache)\b", RegexOptions.IgnoreCase)]
    private static partial Regex OfCache();

    [GeneratedRegex(@"(?<!(?:Qwen|Llama|Gemma|Phi|GLM|Mistral|Ministral|Granite|Falcon|Devstral|Kimi) ?)(?<![\w.\u0001-])(\d{1,3}(?:\.\d)?)[bB]?\s?[-–—]\s?(\d{1,3}(?:\.\d)?)\s?[bB](?![\w-])")]
    private static partial Regex SizeRange();

    // Editions of the same shape, and a maker's name before it.
    [GeneratedRegex(@"^(?:Meta|ggml)-|-(?:Instruct|it|chat|base)$", RegexOptions.IgnoreCase)]
    private static partial Regex Edition();

    [GeneratedRegex(@"^\d{1,4}(?:\.\d{1,2})? ?[bB]$")]
    private static partial Regex BareSize();

    // Models whose names carry no size.
    [GeneratedRegex(
        @"(?<![\w.-])(?:DeepSeek[- ](?:V\d(?:\.\d)?(?:[- ]Flash)?|R1)(?![- ](?:Distill|\d))|Mixtral[- ]8x\d{1,2}B|Phi-?\d(?:\.\d)?(?:[- ](?:mini|medium|small))?(?![\w.])|GLM-?\d(?:\.\d)?(?:[- ](?:Flash|Air))?(?![\w.])|Llama 4 (?:Scout|Maverick)|Kimi[- ]K2(?:\.\d)?|MiniMax[- ]M\d(?:\.\d)?|Mistral (?:Nemo|Small|Large)(?: \d(?:\.\d)?)?|Qwen3-Coder-Next)(?![\w])",
        RegexOptions.IgnoreCase)]
    private static partial Regex SizelessModel();

    [GeneratedRegex(@"(?<![\w.-])(?:Qwen|Llama|Gemma|Mistral|Granite|OLMo)[- ]?\d(?:\.\d)?(?![\w.]|[- ]\d)", RegexOptions.IgnoreCase)]
    private static partial Regex FamilyAlone();

    [GeneratedRegex(
        @"(?<![\w.-])(?:Meta-|ggml-)?(?:(?:Qwen|R1|Llama(?!\.?cpp)|Gemma|Mistral|Ministral|Mixtral|Phi|GLM|Nemotron|DeepSeek|gpt-oss|Kimi|MiniMax|Devstral|Granite|Falcon|QwQ|Command|Yi|OLMo|SmolLM)[\w.]{0,12}[-: ](?:(?!(?:and|or|vs|at|in|on|to|is|has|for|with|needs|than|can|will|run|runs|running|using|via|from|as|like|are|was|only|about|around|fits?|takes?|uses?|requires?|models?|the|an?|your|my|E?\d{1,4}(?:\.\d{1,2})?B)\b)[A-Z0-9][\w.]{0,10}[-: ]){0,3})?E?\d{1,4}(?:\.\d{1,2})?\s?[bB](?:-A\d{1,3}(?:\.\d)?B)?(?:-(?:Instruct|it|chat|base)\b)?(?: v0\.\d\b)?(?![\w])",
        RegexOptions.IgnoreCase)]
    private static partial Regex ModelName();
}
