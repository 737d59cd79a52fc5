using System.Text.RegularExpressions;

namespace LocalRig.Audit.Reading;

/// <content>Names: devices, classes and lines of them, models, families, licences.</content>
internal static partial class FactFinder
{
    private const int ShortName = 6; // letters of a chip's name that stands in models' names too: "MiniMax-M2"

    private static void AddDevices(List<Fact> facts, Remainder rest)
    {
        foreach (Match m in rest.Take(SeriesName(), Signs.Series))
        {
            facts.Add(new Fact(FactKind.Series, m.Value, default, m.Index, m.Index + m.Length));
        }

        bool digits = rest.HasDigits;
        bool signs = rest.Has(Signs.Device);
        foreach (Match m in signs ? rest.Take(MacOfSize(), Signs.Gigabytes) : [])
        {
            facts.Add(new Fact(FactKind.Device, Naming.DeviceClass.Named(m.Groups["n"].Value, "Mac"), default, m.Index, m.Index + m.Length));
        }

        List<(int Start, int End)> spans = Whole(signs ? DeviceName().Matches(rest.Rest).Select(m => (m.Index, m.Index + m.Length)) : [], KnownNames.Devices(rest.Rest), rest.Rest, MemoryBehind());
        List<(int Start, int End)> models = digits && spans.Any(s => s.End - s.Start <= ShortName) ? KnownNames.Models(rest.Rest) : [];
        foreach ((int from, int end) in spans.Where(s => !models.Any(m => m.Start <= s.Start && s.End <= m.End)))
        {
            int stop = end + MoreOfName().Match(rest.Rest, end, rest.Rest.Length - end).Length;

            // "two 48GB L40S cards", "a 16 GB RTX 4060 Ti": which version of it, and how many.
            Match ahead = rest.Rest.AsSpan(0, from).EndsWith("GB ", StringComparison.OrdinalIgnoreCase) || rest.Rest.AsSpan(0, from).EndsWith("— ") || rest.Rest.AsSpan(0, from).EndsWith("– ") ? MemoryAhead().Match(rest.Rest[..from]) : Match.Empty;
            int start = ahead.Success ? ahead.Index : from;
            bool versions = ahead.Success && Naming.DeviceClass.Find(rest.Rest[from..stop].Trim()) is { } device && device.Versions.Where(v => !v.IsModified).DistinctBy(v => v.Memory).Skip(1).Any();
            string version = versions && !rest.Rest.AsSpan(from, stop - from).Contains("GB", StringComparison.OrdinalIgnoreCase) ? $" {ahead.Groups["n"].Value}GB" : "";
            string name = Filler().Replace(ScreenSize().Replace(MemoryWord().Replace(ahead.Groups["c"].Value + rest.Rest[from..stop] + version, ""), ""), "").Trim().Replace("×", "x", StringComparison.Ordinal);
            rest.Take(start, stop);
            if (stop > end && Naming.DeviceClass.Find(name) is null)
            {
                // Longer than any known name: another device, and its figures nobody else's.
                facts.Add(new Fact(FactKind.Series, name, default, start, stop));
                continue;
            }

            // "M1/M2 Pro": what follows the last is said of both.
            name = BareChip().IsMatch(name) && SharedTier().Match(rest.From(stop)) is { Success: true } tier ? $"{name} {tier.Groups[1].Value}" : name;
            facts.Add(new Fact(FactKind.Device, name, default, start, stop));
        }

        foreach (Match m in signs ? rest.Take(DeviceClass()) : [])
        {
            facts.Add(new Fact(FactKind.Device, Naming.DeviceClass.Named(m.Groups["n"].Value, m.Groups["w"].Value), default, m.Index, m.Index + m.Length));
        }

        // A processor beside a card is the machine's, and where it stands alone no card spoken of before is meant.
        foreach (Match m in digits && !facts.Any(f => f.Kind == FactKind.Device) ? rest.Take(ProcessorName(), Signs.Processor) : [])
        {
            facts.Add(new Fact(FactKind.Series, m.Value, default, m.Index, m.Index + m.Length));
        }
    }

    /// <summary>Names that forms find and names the catalogue knows, each whole: where they overlap, all that either takes.</summary>
    /// <param name="formed">What the forms of names match.</param>
    /// <param name="known">Names of the catalogue.</param>
    /// <param name="text">The text.</param>
    /// <param name="behind">What belongs to a name when it stands right behind it, or null.</param>
    private static List<(int Start, int End)> Whole(IEnumerable<(int Start, int End)> formed, List<(int Start, int End)> known, string text, Regex? behind)
    {
        List<(int Start, int End)> spans = [.. formed];
        foreach ((int start, int end) in known)
        {
            int at = spans.FindIndex(s => s.Start < end && start < s.End);
            int stop = end + (behind?.Match(text, end, text.Length - end).Length ?? 0);
            if (at < 0)
            {
                spans.Add((start, stop));
            }
            else if (start < spans[at].Start || end > spans[at].End)
            {
                spans[at] = (Math.Min(start, spans[at].Start), Math.Max(end == spans[at].End ? end : stop, spans[at].End));
            }
        }

        return spans;
    }

    private static void AddModels(List<Fact> facts, Remainder rest)
    {
        foreach (Match m in rest.HasSize ? rest.Take(SizeRange()) : [])
        {
            facts.Add(new Fact(FactKind.Model, m.Groups[1].Value + "B", default, m.Index, m.Index + m.Groups[1].Length));
            facts.Add(new Fact(FactKind.Model, m.Groups[2].Value + "B", default, m.Index + m.Groups[1].Length, m.Index + m.Length));
        }

        AddKnownModels(facts, rest, rest.HasSize ? ModelName().Matches(rest.Rest).Select(m => (m.Index, m.Index + m.Length)) : []);
        AddSizeless(facts, rest);
        foreach (Match m in rest.Take(FamilyAlone(), Signs.Family))
        {
            facts.Add(new Fact(FactKind.Family, m.Value.Trim(), default, m.Index, m.Index + m.Length));
        }
    }

    private static void AddSizeless(List<Fact> facts, Remainder rest)
    {
        foreach (Match m in rest.Take(SizelessModel(), Signs.Sizeless))
        {
            facts.Add(new Fact(FactKind.Model, m.Value.Trim(), default, m.Index, m.Index + m.Length));
        }
    }

    private static void AddKnownModels(List<Fact> facts, Remainder rest, IEnumerable<(int Start, int End)> formed)
    {
        string left = rest.Rest;
        foreach ((int start, int end) in Whole(formed, KnownNames.Models(left), left, null))
        {
            int stop = end + EditionBehind().Match(left, end, left.Length - end).Length;

            // Longer than any known name: somebody's own edition of it, and its figures are that one's.
            int more = char.IsAsciiLetter(left[start]) ? OwnEdition().Match(left, stop, left.Length - stop).Length : 0;
            if (more > 0)
            {
                facts.Add(new Fact(FactKind.Model, left[start..(stop + more)], default, start, stop + more));
                rest.Take(start, stop + more);
                continue;
            }

            string name = Edition().Replace(left[start..end].Trim(), "");
            name = name.Length < 6 && BareSize().IsMatch(name) ? name.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant() : name;
            facts.Add(new Fact(FactKind.Model, name, default, start, stop));
            rest.Take(start, stop);
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
        @"(?:\b(?:dual|two|three|four|(?<![\d.])\d{1,2}\s?[x×])\s?(?:(?:affordable|cheap|second-?hand|refurbished|older|new)\s){0,2})?(?:\bused\s)?(?:\b(?:(?:NVIDIA|GeForce|AMD|Radeon|Apple|Intel|Instinct)\s){0,2})?(?:\b(?:RTX|GTX|RX|Arc|Tesla|Quadro)[\s-]?(?:PRO\s)?[A-Z]?\d{3,4}(?:\s?(?:Ti|SUPER|XTX|XT|GRE|Ada|Blackwell|D|Laptop|Max-Q|SE|Server Edition|Workstation Edition)\b){0,2}|\bM[1-6](?:\s(?:Pro|Max|Ultra))?\s(?:MacBook(?:\s(?:Air|Pro))?|Mac\s(?:Studio|mini|Pro)|iMac)\b|\b(?:MacBook\s(?:Air|Pro)\s(?:1[3-6](?:[""”]|[- ]inch)\s)?|Mac\s(?:Studio|mini|Pro)\s)?M[1-6](?:\s(?:Pro|Max|Ultra))?\b(?:\s\(\d\d-core GPU\))?|\b(?:MacBook\s(?:Air|Pro)|Mac\s(?:Studio|mini|Pro))|\bThreadripper(?:\sPRO)?(?:\s\d{4}W?X)?|\b(?:30|40|50)[5-9]0(?:\s(?:Ti|SUPER))?(?=s?\b)(?!\s?(?:tok|MB|GB|tokens|MHz))|\b(?:[67][4-9]00|90[67]0)\s(?:XTX|XT|GRE)\b|\bMI(?:50|60|100|210|250X?|300[AX]|325X|355X)\b|\b(?:Tesla\s)?(?:A10G?|A6000|A5000|A4000|[AH]100|GH200|H200|[BG]B?200|V100|P100|P40|L4|L40S?|T4)(?=s?\b)(?:\s(?:SXM\d?|PCIe|NVL)\d?\b)?|\b(?:DGX Spark|Strix Halo|Ryzen AI Max\+? ?395)\b)(?:\s\(\d{1,4}\s?GB\)|\s\(\d{1,4}\s?GB (?:GPU|card)\)|\s\d{1,4}\s?GB(?!\s?(?:of|VRAM|RAM|unified|/|GDDR))\b)?s?",
        RegexOptions.IgnoreCase)]
    private static partial Regex DeviceName();

    // Words of hardware's names that make another device of it.
    [GeneratedRegex(@"\G(?:[\s-](?:Ti|SUPER|XTX|XT|GRE|Ada|Blackwell|Max-Q|Laptop|Mobile|Server Edition|Workstation Edition|SXM\d?|PCIe(?! (?:\d\.|Gen|x\d|slot)))\b(?! (?:tests?|owners?|users?|performance)\b)){1,3}", RegexOptions.IgnoreCase)]
    private static partial Regex MoreOfName();

    [GeneratedRegex(@"\b(?<c>(?:dual|two|three|four|\d{1,2}\s?[x×])\s)?(?<n>\d{1,3})[ -]?GB\s$|^\W*(?<n>\d{1,3}) ?GB\s[—–]\s$", RegexOptions.IgnoreCase)]
    private static partial Regex MemoryAhead();

    [GeneratedRegex(@"\G(?:\s\(\d{1,4}\s?GB(?:\s(?:VRAM|RAM|unified(?: memory)?))?\)|\s\d{1,4}\s?GB(?!\s?(?:of|VRAM|RAM|unified|/|GDDR))\b)", RegexOptions.IgnoreCase)]
    private static partial Regex MemoryBehind();

    [GeneratedRegex(@"\b(?:Ryzen (?:AI )?(?:Max\+? )?(?:PRO )?(?:[3579] )?(?:HX )?\d{3,4}\w{0,3}|Core (?:i[3579][- ]\d{4,5}\w{0,2}|Ultra [579] \d{3}\w{0,2})|i[3579]-\d{4,5}\w{0,2}|EPYC \d{4}\w?|Xeon(?: (?:Gold|Silver|Platinum|W|E\d))?[- ]\w?\d{4}\w{0,2}(?: v\d)?|Snapdragon (?:X\d?|8)(?: (?:Elite|Plus|Gen \d))?|Raspberry Pi \d)\b", RegexOptions.IgnoreCase)]
    private static partial Regex ProcessorName();

    // What runs on all of a class: "a 16 GB card", "any 16 GB Mac"; before a colon it is the name of a tier.
    [GeneratedRegex(@"(?<![\w.\u0001-])(?<n>\d{1,3})[ -]?GB (?:(?:VRAM|gaming|consumer|workstation|professional|enterprise|server|datacenter|NVIDIA|AMD|graphics|unified[- ]memory|Apple Silicon) )?(?<w>cards?|GPUs?|Macs?|MacBooks?|laptops?|notebooks?)\b(?!\s*(?::|—|→|->|\||\())|\b(?:(?:gaming|most|any|ordinary) )(?<w>laptops?|notebooks?)\b", RegexOptions.IgnoreCase)]
    private static partial Regex DeviceClass();

    [GeneratedRegex(@"(?<![\w.\u0001-])(?<n>\d{1,3})[ -]?GB MacBook (?:Pro|Air)s?\b(?!\s(?:\(?M[1-6]|1[3-6]))", RegexOptions.IgnoreCase)]
    private static partial Regex MacOfSize();

    // llama-bench writes a mix's size out.
    [GeneratedRegex(@" - (Small|Medium|Large)$", RegexOptions.IgnoreCase)]
    private static partial Regex LongQuant();

    [GeneratedRegex(@"\b(?:Apple['’]s )?M[- ]series\b|\bApple Silicon\b(?! (?:Macs?|M[1-6]))|\b(?:RTX )?[2-5]0[- ]series\b|\b(?:datacenter|data cent(?:er|re)) (?:cards|GPUs)\b", RegexOptions.IgnoreCase)]
    private static partial Regex SeriesName();

    [GeneratedRegex(@" 1[3-6](?:[""”]|[- ]inch)", RegexOptions.IgnoreCase)]
    private static partial Regex ScreenSize();

    [GeneratedRegex(@"(?<=GB) (?:GPU|card|VRAM|RAM|unified(?: memory)?)(?=\))", RegexOptions.IgnoreCase)]
    private static partial Regex MemoryWord();

    [GeneratedRegex(@"^M[1-6]$", RegexOptions.IgnoreCase)]
    private static partial Regex BareChip();

    [GeneratedRegex(@"^(?:/M[1-6]){0,4}/M[1-6] (Pro|Max|Ultra)\b", RegexOptions.IgnoreCase)]
    private static partial Regex SharedTier();

    [GeneratedRegex(@"^(?:(?:NVIDIA|GeForce|Apple|Intel)[\s-]){1,2}|\b(?:used|affordable|cheap|second-?hand|refurbished|older|new)\s", RegexOptions.IgnoreCase)]
    private static partial Regex Filler();

    [GeneratedRegex(@"(?:(?:about|around|roughly|under|over|up to|at least|~|<|>)\s?)?[~]?(?<n>[$€£]\s?\d[\d,]{0,9}(?:\.\d\d)?k?(?:\s?(?:-|–|—|to)\s?[$€£]?\d[\d,]{0,9}(?:\.\d\d)?k?)?)(?<plus>\+)?", RegexOptions.IgnoreCase)]
    private static partial Regex Money();

    [GeneratedRegex(Begin + Span + @"(?:-?ish\s?)?(?:(?<m>M)|G|(?<t>T))(?:i?B)s?\b(?!/)(?<plus>\+(?!\s?\d)|\s(?:or more|and up|or higher|or above)\b)?", RegexOptions.IgnoreCase)]
    private static partial Regex Bytes();

    [GeneratedRegex(@"^\s(?:KV|cache)\b", RegexOptions.IgnoreCase)]
    private static partial Regex OfCache();

    [GeneratedRegex(@"(?<!(?:Qwen|Llama|Gemma|Phi|GLM|Mistral|Ministral|Granite|Falcon|Devstral|Kimi) ?)(?<![\w.\u0001-])(\d{1,3}(?:\.\d)?)[bB]?\s?[-–—]\s?(\d{1,3}(?:\.\d)?)\s?[bB](?![\w-])")]
    private static partial Regex SizeRange();

    [GeneratedRegex(@"\G[- ](?:Instruct|Chat)\b", RegexOptions.IgnoreCase)]
    private static partial Regex EditionBehind();

    // What packers write behind a name says how it is packed, not which model it is.
    [GeneratedRegex(@"\G(?:-(?!(?:GGUF|GGML|UD|MLX|AWQ|GPTQ|EXL\d?|AutoRound|NVFP4|MXFP4|FP8|BF16|FP16|INT\d|W\dA\d{1,2}|Q\d|i1|Instruct|Chat|Base|Thinking|Preview|Latest|HF|PT|IT|QAT|MTP|Dynamic|Class|Sized|Based|Level|Parameter)\b)[A-Z][A-Za-z]{2,}\w*(?:-v\d(?:\.\d)?)?){1,4}")]
    private static partial Regex OwnEdition();

    // Editions of the same shape, and a maker's name before it.
    [GeneratedRegex(@"^(?:Meta[- ]|ggml-)|-(?:Instruct|it|chat|base)(?:-\d{4})?$", RegexOptions.IgnoreCase)]
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
        @"(?<![\w.-])(?:Meta-|ggml-)?(?:(?:Qwen|R1|Llama(?!\.?cpp)|Gemma|Mistral|Ministral|Mixtral|Phi|GLM|Nemotron|DeepSeek|gpt-oss|Kimi|MiniMax|Devstral|Granite|Falcon|QwQ|Command|Yi|OLMo|SmolLM|Nous|Hermes|OpenHermes|DeepHermes|Vicuna|WizardLM|WizardCoder|Wizard|CodeLlama|CodeGemma|MedGemma|Codestral|Magistral|Mathstral|Pixtral|StarCoder|Solar|Zephyr|Dolphin|MythoMax|MythoMix|Starling|Guanaco|Airoboros|InternLM|InternVL|ChatGLM|Baichuan|EXAONE|Seed-OSS|ERNIE|Hunyuan|Jamba|Aya|StableLM|TinyLlama|MiniCPM|Pythia|RWKV|LFM|Apertus|Cogito|Tulu|Reka|DBRX|Grok|Apriel|OpenThinker|MiMo|Euryale|Goliath|Bielik|Nanbeige|Skywork|Phind|Samantha|Synthia|Minitron|Molmo|LLaVA)[\w.]{0,12}[-: ](?:(?!(?:and|or|vs|at|in|on|to|is|has|for|with|needs|than|can|will|run|runs|running|using|via|from|as|like|are|was|only|about|around|fits?|takes?|uses?|requires?|models?|the|an?|your|my|E?\d{1,4}(?:\.\d{1,2})?B)\b)[A-Z0-9][\w.]{0,10}[-: ]){0,3})?E?\d{1,4}(?:\.\d{1,2})?\s?[bB](?:[- ]A\d{1,3}(?:\.\d)?B)?(?:-(?:Instruct|it|chat|base)\b)?(?: v0\.\d\b)?(?![\w])",
        RegexOptions.IgnoreCase)]
    private static partial Regex ModelName();
}
