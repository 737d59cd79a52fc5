using System.Text.RegularExpressions;

namespace LocalRig.Audit.Reading;

/// <content>Words of lists: what runs on a machine, and what takes the verb of the thing before.</content>
internal static partial class FactWords
{
    [GeneratedRegex(@"^\W*(?:❌|✗|✘|✖)")]
    public static partial Regex NoMark();

    [GeneratedRegex(@"^\W*(?:✅|✓|✔|☑)")]
    public static partial Regex YesMark();

    /// <summary>What may stand before the model a list's item is about.</summary>
    [GeneratedRegex(@"^\W*(?:(?:any|most|all|some|small|large|larger|full|quantized|dense|up to|even) ){0,2}$", RegexOptions.IgnoreCase)]
    public static partial Regex ListedBefore();

    /// <summary>"70B and up: don't."</summary>
    [GeneratedRegex(@"\b(?:don['’]t(?: bother)?|forget it|not happening|no way)\W*$", RegexOptions.IgnoreCase)]
    public static partial Regex Refused();

    /// <summary>Nothing but what the figure is of before a bracket: "140GB VRAM (".</summary>
    [GeneratedRegex(@"^\s?(?:of )?(?:(?:GPU )?(?:V?RAM|memory)(?: (?:needed|required|minimum))?)?\s?$", RegexOptions.IgnoreCase)]
    public static partial Regex NounOnly();

    /// <summary>What is left in a bracket without its machines when they are said to hold something.</summary>
    [GeneratedRegex(@"^(?:\W|\b(?:requires?|needs?|single|one|an?|fits?|on|or|and|s|e\.?g|like|GPUs?|cards?)\b){0,12}$", RegexOptions.IgnoreCase)]
    public static partial Regex HoldingWords();

    [GeneratedRegex(@"^\s?(?:\([^()]{0,30}\))?,?\s(?:and |but |while )?(?:at )?$", RegexOptions.IgnoreCase)]
    public static partial Regex ThenQuant();

    [GeneratedRegex(@"^\s(?:(?:to|at|is|needs|takes|uses)\s)?(?:an?\s)?(?:about |around |roughly |only |just |bit |little )*[~≈]?$", RegexOptions.IgnoreCase)]
    public static partial Regex ThenFigure();

    /// <summary>"70B at Q4: ~35–40 GB": nothing but a model, its quantization and a colon.</summary>
    [GeneratedRegex(@"^\W*\u0004(?: models?)?(?:,? (?:at|in|with))? \(?\u0004\)?\s?[:=]\s?$")]
    public static partial Regex SizeOfBoth();

    [GeneratedRegex(@"^(?:dual|two|three|four|\d{1,2}\s?[x×])\s", RegexOptions.IgnoreCase)]
    public static partial Regex CountAhead();

    /// <summary>"24 GB each" behind several of a device.</summary>
    [GeneratedRegex(@"^\s(?:of (?:V?RAM|memory) |V?RAM )?(?:each|per (?:card|GPU))\b", RegexOptions.IgnoreCase)]
    public static partial Regex EachAfter();

    /// <summary>"48 GB of VRAM is enough for …": of the model spoken of.</summary>
    [GeneratedRegex(@"^\s(?:of )?(?:V?RAM|memory|RAM)?\s?(?:is|are|was|were|would be) (?:\w+ )?(?:enough|sufficient|plenty)\b", RegexOptions.IgnoreCase)]
    public static partial Regex IsEnough();

    /// <summary>"at the same context".</summary>
    [GeneratedRegex(@"\b(?:the )?same context\b", RegexOptions.IgnoreCase)]
    public static partial Regex SameContext();

    /// <summary>A line that is a list of a model's data, its parameters first: "46.7B params, 12.9B active, 32k context, Apache 2.0".</summary>
    [GeneratedRegex(@"^\W*[\d.]{1,6}\s?(?:B|billion)(?: total)? param", RegexOptions.IgnoreCase)]
    public static partial Regex DataLine();

    /// <summary>A bare size that opens a description of the model spoken of: "671B MoE reasoning model".</summary>
    [GeneratedRegex(@"^(?:[ -](?:MoE|mixture[- ]of[- ]experts|dense|parameters?|reasoning|language|open|sparse|multimodal|coding|instruct|vision)){1,5}[ -](?:model|LLM)\b|^[ -](?:MoE|mixture[- ]of[- ]experts)\b", RegexOptions.IgnoreCase)]
    public static partial Regex DescribesModel();

    /// <summary>A whole that is meant by a bare size: "the full 21B".</summary>
    [GeneratedRegex(@"\b(?:the full|all|the total)\s$", RegexOptions.IgnoreCase)]
    public static partial Regex WholeOf();

    /// <summary>A model's name and a verb before its size: "GPT-OSS-20B is a 21-billion-parameter MoE model".</summary>
    [GeneratedRegex(@"^ (?:is|was) (?:an?|the) (?:new |dense |open |sparse )*$", RegexOptions.IgnoreCase)]
    public static partial Regex IsA();

    [GeneratedRegex(@"^\W*(?:it|this card|the card|this GPU) (?:\w+ )?(?:fits|runs|handles|holds|loads|hosts)\s(?:an?\s)?", RegexOptions.IgnoreCase)]
    public static partial Regex ItLoads();

    [GeneratedRegex(@"^(?: models?)?\s?(?:\([^()]{0,60}\))?,\s(?:and |or )?$|^\s(?:and|or)\s(?:an?\s)?$", RegexOptions.IgnoreCase)]
    public static partial Regex NextLoaded();

    [GeneratedRegex(@"^\s(?:(?:at|in|with)\s)?\(?$", RegexOptions.IgnoreCase)]
    public static partial Regex AtQuant();

    [GeneratedRegex(@"^\s(?:easily |comfortably |just )?(?:handles?|runs?|fits?|holds?|loads?|can (?:run|handle|fit|hold|load)) (?:it|this|that|(?<all>them|both))\b", RegexOptions.IgnoreCase)]
    public static partial Regex HandlesIt();

    [GeneratedRegex(@"^\s(?:does not|doesn['’]t|will not|won['’]t|cannot|can['’]t)\W*$|^\s(?:does not|doesn['’]t|will not|won['’]t|cannot|can['’]t)\s?[.;,]", RegexOptions.IgnoreCase)]
    public static partial Regex DoesNot();

    [GeneratedRegex(@"^\+?(?: models?| and up| or larger)*\s(?:needs?|requires?) (?:some |partial |heavy |CPU |system[- ]RAM )*offload(?:ing)?\b[^.;,]{0,24}\bon (?:an?|the|your|my) $|^(?: models?)? exceeds? (?:an?|the) $", RegexOptions.IgnoreCase)]
    public static partial Regex NeedsOffload();

    /// <summary>Figures of a reckoning: another model's differ.</summary>
    [GeneratedRegex(@"\d[\d.,e]*")]
    public static partial Regex FrameDigits();

    [GeneratedRegex(@"\b(?:out of memory|OOM(?:s|ed)?)\b[^.;?]{0,24}\b(?:with|on) (?:an?\s|the\s|my\s|NVIDIA\s)*$", RegexOptions.IgnoreCase)]
    public static partial Regex OutOfMemory();

    [GeneratedRegex(@"^\s(?:of |for )?(?:context |KV |cache )*(?:headroom|free|to spare|left|spare)\b", RegexOptions.IgnoreCase)]
    public static partial Regex LeftOver();

    /// <summary>"Context length: 131,072": a line of a model's data sheet.</summary>
    [GeneratedRegex(@"^\W*(?:(?:max(?:imum)?|native|full|trained) )*context (?:length|window|size)\s*:", RegexOptions.IgnoreCase)]
    public static partial Regex ContextLabel();
}
