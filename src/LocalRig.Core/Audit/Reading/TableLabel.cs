using System.Text.RegularExpressions;

namespace LocalRig.Audit.Reading;

/// <summary>What a table's column or row holds, by the words of its head.</summary>
internal enum TableLabel
{
    /// <summary>Nothing is said.</summary>
    None,

    /// <summary>Models or sizes.</summary>
    Model,

    /// <summary>Devices.</summary>
    Device,

    /// <summary>Devices that something fits on.</summary>
    FitsOn,

    /// <summary>Quantizations.</summary>
    Quant,

    /// <summary>Tokens of context.</summary>
    Context,

    /// <summary>Memory: a device's, or what a model needs.</summary>
    Memory,

    /// <summary>The size of a file.</summary>
    FileSize,

    /// <summary>The cache for keys and values.</summary>
    Cache,

    /// <summary>Memory bandwidth.</summary>
    Bandwidth,

    /// <summary>Tokens per second.</summary>
    Speed,

    /// <summary>A price.</summary>
    Price,

    /// <summary>Billions of parameters.</summary>
    Parameters,

    /// <summary>Billions of parameters that work on each token.</summary>
    Active,

    /// <summary>How many layers a model has.</summary>
    Layers,

    /// <summary>A licence.</summary>
    License,

    /// <summary>When something was released.</summary>
    Released,

    /// <summary>Models that run on the row's machine.</summary>
    Runs,

    /// <summary>Bits per weight.</summary>
    Bits,

    /// <summary>Bytes per weight.</summary>
    Bytes,

    /// <summary>Something no kind of claim is about: watts, cores, a prompt's speed.</summary>
    Other,
}

/// <summary>Labels by their words.</summary>
internal static partial class TableLabels
{
    /// <summary>What a head says its column or row holds.</summary>
    public static TableLabel Of(string head) =>
        PerBillion().IsMatch(head) ? TableLabel.Bytes
        : MemoryFirst().IsMatch(head) ? TableLabel.Memory
        : ContextAlone().IsMatch(head) ? TableLabel.Context
        : OtherWord().IsMatch(head) || Remark().IsMatch(head) || FactWords.Crowd().IsMatch(head) ? TableLabel.Other
        : License().IsMatch(head) ? TableLabel.License
        : Released().IsMatch(head) ? TableLabel.Released
        : Layers().IsMatch(head) ? TableLabel.Layers
        : Active().IsMatch(head) ? TableLabel.Active
        : Bandwidth().IsMatch(head) ? TableLabel.Bandwidth
        : MemoryLast().IsMatch(head) ? TableLabel.Memory
        : Speed().IsMatch(head) ? TableLabel.Speed
        : Cache().IsMatch(head) ? TableLabel.Cache
        : Bits().IsMatch(head) ? TableLabel.Bits
        : Bytes().IsMatch(head) ? TableLabel.Bytes
        : File().IsMatch(head) ? TableLabel.FileSize
        : FitsOn().IsMatch(head) ? TableLabel.FitsOn
        : Memory().IsMatch(head) ? TableLabel.Memory
        : Parameters().IsMatch(head) ? TableLabel.Parameters
        : Total().IsMatch(head) ? TableLabel.Memory
        : Price().IsMatch(head) ? TableLabel.Price
        : Context().IsMatch(head) ? TableLabel.Context
        : Quant().IsMatch(head) ? TableLabel.Quant
        : Device().IsMatch(head) ? TableLabel.Device
        : Model().IsMatch(head) ? TableLabel.Model
        : TableLabel.None;

    [GeneratedRegex(@"\bRAM \(CPU\)|\blaunch(?: price)?\b|/\s?h(?:ou)?r\b|\b(?:per hour|hourly|on-demand|spot|monthly|rental)\b|\bper (?:GB/s|dollar|watt|layer|token|head)\b|\b(?:TDP|watts?|power|cores?|bus|width|physical|prompt|prefill|pp\d*|TTFT|latency|(?:disk|storage|free) space|system RAM|CPU RAM|host RAM|fine-?tun\w*|training|Q?-?LoRA|generating|quality|loss|perplexity|MMLU|best for|process|TFLOPS?|bottleneck|storage|per month|(?<!\b1 (?:concurrent )?)users?|temperature|max vram|change|gain|score|%|offload)\b|%", RegexOptions.IgnoreCase)]
    private static partial Regex OtherWord();

    // Gigabytes for a billion parameters are bytes for each.
    [GeneratedRegex(@"\b(?:per|/) ?(?:1 ?B|(?:1 |one )?billion)(?: param\w*)?\b", RegexOptions.IgnoreCase)]
    private static partial Regex PerBillion();

    [GeneratedRegex(@"^\W*(?:peak |total |GPU )?(?:V?RAM|memory) (?:usage|use|used|footprint)\b", RegexOptions.IgnoreCase)]
    private static partial Regex MemoryFirst();

    // The last noun says what a column holds: "inference memory".
    [GeneratedRegex(@"\b(?:inference|generation|runtime|load(?:ed|ing)?)\s(?:GPU\s)?(?:V?RAM|memory)\W*(?:\([^)]*\))?\W*$", RegexOptions.IgnoreCase)]
    private static partial Regex MemoryLast();

    // "Context (tokens)": the unit isn't a speed's.
    [GeneratedRegex(@"^\W*(?:context|ctx)(?: (?:length|window|size))?\W+(?:in )?tokens?\W*$", RegexOptions.IgnoreCase)]
    private static partial Regex ContextAlone();

    [GeneratedRegex(@"^\W*(?:notes?|comments?|remarks?|use cases?|good for|why|takeaway)\W*$", RegexOptions.IgnoreCase)]
    private static partial Regex Remark();

    [GeneratedRegex(@"\bbandwidth\b|GB/s|\bB/?W\b", RegexOptions.IgnoreCase)]
    private static partial Regex Bandwidth();

    [GeneratedRegex(@"\bt(?:o)?k(?:en)?s?\s?(?:/|\(?per\b|p?s\b)|\btokens? (?:a|each) second|\bt/s\b|\bspeed|\btps\b|\binference\b|\btg\d|\bgeneration\b|\bthroughput\b", RegexOptions.IgnoreCase)]
    private static partial Regex Speed();

    [GeneratedRegex(@"\bKV\b|\bcache\b", RegexOptions.IgnoreCase)]
    private static partial Regex Cache();

    [GeneratedRegex(@"\bbits\b|\bbpw\b", RegexOptions.IgnoreCase)]
    private static partial Regex Bits();

    [GeneratedRegex(@"\bbytes\b", RegexOptions.IgnoreCase)]
    private static partial Regex Bytes();

    [GeneratedRegex(@"\bfile\b|\bdisk\b|\bdownload\b|\bon-disk\b|\bweights?\b|\bGGUF size\b", RegexOptions.IgnoreCase)]
    private static partial Regex File();

    [GeneratedRegex(@"^(?!.*\b(?:V?RAM|memory)\b).*(?:\b(?:min(?:imum)?|recommended|suggested|typical|example|ideal)\b.*\b(?:config(?:uration)?|set-?up|GPUs?|cards?|hardware|rig|system|device|mac)\b|\bfits? on\b|\b(?:GPUs?|cards?|hardware) (?:that|which|to) (?:fits?|runs?|holds?)\b|\bmin(?:imum)?\.? (?:GPU|card|hardware)\b|\brecommended (?:GPU|card|hardware)\b|\b(?:GPU|card) (?:needed|required)\b|\bfits?\??$|^\W*fits? (?:in|into|on)\W*$)", RegexOptions.IgnoreCase)]
    private static partial Regex FitsOn();

    [GeneratedRegex(@"\bV?RAM\b|\bmemory\b|\b(?:reality|realistic|in practice|actual)\b.{0,12}\bGB\b", RegexOptions.IgnoreCase)]
    private static partial Regex Memory();

    [GeneratedRegex(@"\btotal\b", RegexOptions.IgnoreCase)]
    private static partial Regex Total();

    [GeneratedRegex(@"\bprices?\b|\bcosts?\b|\bMSRP\b|[$€£]", RegexOptions.IgnoreCase)]
    private static partial Regex Price();

    [GeneratedRegex(@"\bcontext\b|\bctx\b", RegexOptions.IgnoreCase)]
    private static partial Regex Context();

    [GeneratedRegex(@"\bquants?\b|\bquantization\b|\bquantisation\b|\bformat\b|\bprecision\b|\blevel\b", RegexOptions.IgnoreCase)]
    private static partial Regex Quant();

    [GeneratedRegex(@"\bGPUs?\b|\bcards?\b|\bdevices?\b|\bhardware\b|\bmachine\b|\bchip\b|\barchitecture\b|\bsystem\b|\bmac\b", RegexOptions.IgnoreCase)]
    private static partial Regex Device();

    [GeneratedRegex(@"\bparams?\b|\bparameters\b", RegexOptions.IgnoreCase)]
    private static partial Regex Parameters();

    [GeneratedRegex(@"\bactive\b", RegexOptions.IgnoreCase)]
    private static partial Regex Active();

    [GeneratedRegex(@"^\W*(?:n_|number of |transformer |decoder |total |#\s?)?layers?\W*(?:\(total\))?$", RegexOptions.IgnoreCase)]
    private static partial Regex Layers();

    [GeneratedRegex(@"\blicen[cs]e\b", RegexOptions.IgnoreCase)]
    private static partial Regex License();

    [GeneratedRegex(@"\breleased?\b|\brelease date\b", RegexOptions.IgnoreCase)]
    private static partial Regex Released();

    [GeneratedRegex(@"^\W*(?:file ?)?names?\W*$|\bmodels?\b|\bsizes?\b|\bLLM\b", RegexOptions.IgnoreCase)]
    private static partial Regex Model();
}
