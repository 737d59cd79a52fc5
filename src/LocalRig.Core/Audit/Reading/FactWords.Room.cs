using System.Text.RegularExpressions;

namespace LocalRig.Audit.Reading;

/// <content>Words that say what fits into memory or onto a machine.</content>
internal static partial class FactWords
{
    /// <summary>Nothing but an article or "with" before memory that leads its clause.</summary>
    [GeneratedRegex(@"^\W*(?:(?:an?|the|your|with|for|on|at|in|only|just|even|having|stepping up|and|a single|single)[ ,]+){0,3}$", RegexOptions.IgnoreCase)]
    public static partial Regex RoomBefore();

    /// <summary>What memory that leads is said to do with the models that follow.</summary>
    [GeneratedRegex(@"^(?:\s|[,:–—-]|\+|\b(?:of|VRAM|RAM|unified|memory|cards?|GPUs?|Macs?|machines?|laptops?|tiers?|setups?|rigs?|systems?|total|or more|and up|still|easily|comfortably|cleanly|happily|safely|just|barely|also|is|are|now|you|can|will|hits? the (?:local )?sweet spot)\b){0,12}\b(?:runs?|handles?|holds?|fits?|hosts?|loads?|reach(?:es)?|cover(?:s|ed)?|supports?|accommodates?|lets? you (?:run|load|use)|gets? you|gives? you|takes? you|unlocks?|opens? up|enough (?:for|to (?:run|hold|load))|(?:tops|maxes) out at)\b[^.;()]{0,40}$", RegexOptions.IgnoreCase)]
    public static partial Regex RoomFor();

    /// <summary>A condition or a denial that takes back what was said of the models before.</summary>
    [GeneratedRegex(@"\bonly\b|\boffload|\bheav(?:y|ily)\b|\baggressive|\bpartial|\bnot\b|n['’]t\b|\bspill|\bno\b", RegexOptions.IgnoreCase)]
    public static partial Regex OnlyIf();

    /// <summary>A clause that begins with what the machine of the clause before does.</summary>
    [GeneratedRegex(@"^\W*(?:it )?(?:fits|runs|handles|holds|loads|hosts)\b", RegexOptions.IgnoreCase)]
    public static partial Regex VerbAlone();

    /// <summary>A price right before a device is that one's: "a $450 RTX 5060 Ti".</summary>
    [GeneratedRegex(@"^\s(?:refurbished\s|refurb\s)?$", RegexOptions.IgnoreCase)]
    public static partial Regex Directly();

    /// <summary>A size without a name has no context of its own.</summary>
    [GeneratedRegex(@"^\d{1,4}(?:\.\d{1,2})?[bB]$")]
    public static partial Regex SizeAlone();

    /// <summary>A context that is used on a machine, not what a model takes.</summary>
    [GeneratedRegex(@"\bon (?:an?|one|the|your|my|consumer|single)\b", RegexOptions.IgnoreCase)]
    public static partial Regex OnMachine();

    /// <summary>A quantization right after a figure is the figure's: "8 GB (Q4), 10 GB (Q5)", "14 GB for Q8".</summary>
    [GeneratedRegex(@"^(?:\s[A-Za-z]+){0,2}\s?\((?:at |in |with )?$|^\s(?:for|at|in|with)\s(?:full )?$", RegexOptions.IgnoreCase)]
    public static partial Regex OwnQuant();

    /// <summary>And is followed by nothing it is said of.</summary>
    [GeneratedRegex(@"^(?:\s?quant\w*)?\s*(?:[),;.]|$|and\b|—|–)", RegexOptions.IgnoreCase)]
    public static partial Regex QuantEnds();

    /// <summary>A figure right after a colon or an equals sign.</summary>
    [GeneratedRegex(@"[:=→]\s*(?:about |around |roughly )?[~≈]?\s*$", RegexOptions.IgnoreCase)]
    public static partial Regex Told();

    /// <summary>A label of memory before a figure: whose, of a machine or a model spoken of, it doesn't say.</summary>
    [GeneratedRegex(@"(?:VRAM\W{1,6}|memory\W{1,4})$", RegexOptions.IgnoreCase)]
    public static partial Regex MemoryLabel();

    /// <summary>What stands between two figures of a list that count the same: "8 GB minimum (Q4), ".</summary>
    [GeneratedRegex(@"^(?:\s[\w/]+){0,4}\s?(?:\([^()]{0,40}\))?,\s*(?:and |or )?[~≈]?$")]
    public static partial Regex InSeries();

    /// <summary>Each of what was named together has a figure of its own.</summary>
    [GeneratedRegex(@"\brespectively\b", RegexOptions.IgnoreCase)]
    public static partial Regex Respectively();

    /// <summary>"an RTX 3060 with 12 GB": which version of it, not a claim.</summary>
    [GeneratedRegex(@"^\s(?:with|at)\s(?:only |just )?$", RegexOptions.IgnoreCase)]
    public static partial Regex WithSize();

    /// <summary>"the 8 GB on the RTX 4060".</summary>
    [GeneratedRegex(@"^\s(?:of (?:V?RAM|memory) )?(?:on|of|in) (?:the|an?)\s$", RegexOptions.IgnoreCase)]
    public static partial Regex OnThe();

    /// <summary>"a 70B INT4 model (35 GB)".</summary>
    [GeneratedRegex(@"^ (?:models?|weights|GGUF|file)\s?\([~≈]?$", RegexOptions.IgnoreCase)]
    public static partial Regex QuantModel();

    [GeneratedRegex(@"^\W*(?:and )?(?:at|in|with) $", RegexOptions.IgnoreCase)]
    public static partial Regex AtOnly();

    [GeneratedRegex(@"^,?\s?(?:it's |it is |it needs |about |around |roughly )?[~≈]?$", RegexOptions.IgnoreCase)]
    public static partial Regex Comma();

    /// <summary>A label before the first figure of a line.</summary>
    [GeneratedRegex(@"^\W*(?:V?RAM|memory)?\W*$", RegexOptions.IgnoreCase)]
    public static partial Regex NounAlone();

    /// <summary>Words of a line that say its figures are of memory something runs in.</summary>
    [GeneratedRegex(@"\b(?:fits?|tight|VRAM|RAM|GPUs?|cards?|unified|minimum|comfortabl[ey])\b", RegexOptions.IgnoreCase)]
    public static partial Regex OfRunning();

    /// <summary>"requires about 12 GB free": what must be there, not what is left.</summary>
    [GeneratedRegex(@"^\s(?:of )?free\b", RegexOptions.IgnoreCase)]
    public static partial Regex FreeAfter();

    [GeneratedRegex(@"\b(?:requires?|needs?)\s(?:at least |about |around |roughly )?[~≈]?$", RegexOptions.IgnoreCase)]
    public static partial Regex Requires();

    /// <summary>"16 GB, not the 24 GB of the desktop RTX 4090": what isn't spoken of.</summary>
    [GeneratedRegex(@"\bnot (?:the|an?) [^,;.]{0,30}$", RegexOptions.IgnoreCase)]
    public static partial Regex NotThat();

    /// <summary>Several of a device, and how many isn't said.</summary>
    [GeneratedRegex(@"^(?!(?i:\d|two|three|four|dual)).*\ds$")]
    public static partial Regex SeveralOf();

    /// <summary>"8 GB RAM → 7B": an arrow from memory to what runs in it.</summary>
    [GeneratedRegex(@"^\s?(?:of )?(?:V?RAM|unified memory|memory|cards?|GPUs?)?\s?(?:→|->|=>)\s?[~≈]?(?=\w)", RegexOptions.IgnoreCase)]
    public static partial Regex Arrow();

    [GeneratedRegex(@"[,;|]\s$")]
    public static partial Regex Chain();

    /// <summary>Why the memory is wanted: what it is said to be needed for follows.</summary>
    [GeneratedRegex(@"\b(?:to (?:run|load|serve|host|hold|fit)|for)\b", RegexOptions.IgnoreCase)]
    public static partial Regex Purpose();

    /// <summary>"the H100's 80 GB at 3.35 TB/s": figures right behind what owns them, whatever it is compared with.</summary>
    [GeneratedRegex(@"^['’]s\s(?:[~≈]|\d[\d.,]*\s?[A-Za-z/]{2,4}|\s|own|full|of|at|and|with|memory|VRAM){0,12}$", RegexOptions.IgnoreCase)]
    public static partial Regex Owns();

    /// <summary>"from 400 to 546 GB/s": what something became, and nobody's figure is the first.</summary>
    [GeneratedRegex(@"\bfrom\s(?:about |around |roughly )?[~≈]?$", RegexOptions.IgnoreCase)]
    public static partial Regex FromBefore();

    [GeneratedRegex(@"^\s(?:up |down )?to\s(?:about |around |roughly )?[~≈]?$", RegexOptions.IgnoreCase)]
    public static partial Regex ToAfter();

    /// <summary>"For 13B models, 12-16 GB": a sentence without a verb, which says the same of another as the one before.</summary>
    [GeneratedRegex(@"^\W*(?:and )?(?:for|at|with|in)\s[^,.;:]{1,40}(?:,|:|—|–)\s*(?:you(?:'ll)? need |at least |about |around |roughly |approximately )?[~≈]?$", RegexOptions.IgnoreCase)]
    public static partial Regex Fragment();

    /// <summary>A word with a capital letter that runs into a figure, as names of models and devices do; kinds of memory, interfaces, formats and tests do too and aren't meant.</summary>
    [GeneratedRegex(@"(?<![\w.-])(?!(?:L?P?G?DDR|HBM|CUDA|PCIe|WSL|USB|Gen|ROCm|Ubuntu|Python|Wi-?Fi|INT|FP|BF|NF|MX|NVFP|AVX|SXM|Socket|EXL|AWQ|GPTQ|GGUF|MLX|NVLink|MMLU|GPQA|AIME|MATH|GSM|HumanEval|TOPS|Llama-?[2-4]|Qwen|Gemma|Mistral|Granite|OLMo)\d?)[A-Z][A-Za-z]{2,}-?\d[\w.]*(?<!\.)")]
    public static partial Regex ProductLike();

    /// <summary>"Context window is 128K": what the model spoken of takes.</summary>
    [GeneratedRegex(@"^\W*(?:the |its |native |maximum |max )*context (?:window|length) is\b", RegexOptions.IgnoreCase)]
    public static partial Regex WindowFirst();

    /// <summary>"the weights take up 6.8 GB of RAM": the weights alone, wherever they lie.</summary>
    [GeneratedRegex(@"\bweights?(?: alone| themselves)? (?:will )?(?:take|takes|occup(?:y|ies)|need|needs|use|uses|come|comes|weigh|weighs|are|is|require|requires)\b[^.;,]{0,24}$", RegexOptions.IgnoreCase)]
    public static partial Regex WeightsTake();

    /// <summary>"A 12B parameter model with …": what the model spoken of is.</summary>
    [GeneratedRegex(@"^[ -]?param(?:eter)?s?[ -](?:dense |language |open )*model\b", RegexOptions.IgnoreCase)]
    public static partial Regex ParameterModel();

    /// <summary>What is left of "at FP16 " where the quantization was taken out.</summary>
    [GeneratedRegex(@"(?: (?:at|in|with))?\s{2,}| (?:at|in|with) (?=(?:is|are|needs?|takes?|requires?|uses?)\b)")]
    public static partial Regex QuantPhrase();
}
