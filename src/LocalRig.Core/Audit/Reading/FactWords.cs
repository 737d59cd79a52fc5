using System.Text.RegularExpressions;

namespace LocalRig.Audit.Reading;

/// <summary>Words beside a figure that say what it counts, or that it counts nothing a claim is about.</summary>
internal static partial class FactWords
{
    [GeneratedRegex(@"(?:^|[:;—–]\s)\W*(?:if(?! you (?:want|need|plan|wish)\b)|suppose|imagine|assume|assuming|say you|whether|when you need|let's say)\b|\b(?:whether|(?<!\b(?:that|which|you|it) (?=would (?:need|take|require)\b))would|could|might|should(?! have (?:at least|\d)| (?:fit|run)\b)|hopefully|rumou?red|wish)\b", RegexOptions.IgnoreCase)]
    public static partial Regex Supposed();

    [GeneratedRegex(@"\b(?:prompt|prefill|pp\d+|ingest\w*|prompt eval\w*)\b", RegexOptions.IgnoreCase)]
    public static partial Regex Prompt();

    [GeneratedRegex(@"^\W*(?:of |for |in |at )?(?:prompt|prefill|pp\d+|ingest\w*)\b", RegexOptions.IgnoreCase)]
    public static partial Regex PromptAfter();

    [GeneratedRegex(@"\b(?:used|second[- ]hand|ebay)\b", RegexOptions.IgnoreCase)]
    public static partial Regex Used();

    [GeneratedRegex(@"\b(?:new|retail|msrp)\b", RegexOptions.IgnoreCase)]
    public static partial Regex NewWord();

    [GeneratedRegex(@"\b(?:prices?|priced|street|sells?|going rate|msrp|used|it costs|they cost|cards? costs?)\b", RegexOptions.IgnoreCase)]
    public static partial Regex PriceWord();

    [GeneratedRegex(@"\b(?:per|a) (?:month|hour|token|million|year)|/(?:mo|h|hr|hour|month)\b|\b(?:gap|save|cheaper|difference|budget(?!\s*:|[ -](?:pick|option|choice|card|GPU|tier))|electricity|build|bill|launch(?:ed)?)\b", RegexOptions.IgnoreCase)]
    public static partial Regex NoPrice();

    [GeneratedRegex(@"\bcache\b[^.;]{0,40}$|\bcontext\b[^.;]{0,30}\b(?:takes|adds|burns|eats|costs)\b[^.;]{0,16}$", RegexOptions.IgnoreCase)]
    public static partial Regex CacheWord();

    [GeneratedRegex(@"^\W*(?:of )?(?:(?:GPU |video )?(?:memory|VRAM|RAM) )?(?:just |only |alone )?(?:of|on|for|in|to)? ?(?:the |its |that |this |your )?(?:f16 |fp16 )?(?:KV|cache)\b", RegexOptions.IgnoreCase)]
    public static partial Regex CacheAfter();

    [GeneratedRegex(@"\b(?:total|altogether|in all)\b", RegexOptions.IgnoreCase)]
    public static partial Regex TotalWord();

    [GeneratedRegex(@"\b(?:weigh\w*|weights?)\b", RegexOptions.IgnoreCase)]
    public static partial Regex WeightWord();

    [GeneratedRegex(@"\b(?:system|main|cpu|host|DDR[345]) (?:RAM|memory)?[^,;]{0,12}$|\b(?:either|headroom|leaves?|leaving|spare|free|extra|adds?|(?<!with )overhead|add|difference|gap|saves?|SSD|NVMe|driver|per (?:token|layer)|exceed(?:s|ing)?|gives the GPU|(?:larger|bigger|smaller) than)\b[^,;]{0,24}$", RegexOptions.IgnoreCase)]
    public static partial Regex OtherMemory();

    [GeneratedRegex(@"^\W*(?:of )?(?:system|main|cpu|DDR[345]|disk space|free|headroom|spare|(?:runtime |framework |CUDA |system |fixed |activation )*overhead|activations?|to spare|left|more|less|short|over|usable|to work with|extra|data|weight data|SSD|NVMe|tier|per (?:1K |1,000 )?(?:token|layer|8K|head))\b", RegexOptions.IgnoreCase)]
    public static partial Regex OtherMemoryAfter();

    [GeneratedRegex(@"^\W*(?:of )?(?:fast |unified |shared |dedicated |this |total |combined )*(?:VRAM|GDDR\w*|HBM\w*|unified|LPDDR\w*|memory|RAM|pool)\b", RegexOptions.IgnoreCase)]
    public static partial Regex DeviceMemoryAfter();

    [GeneratedRegex(@"\b(?:has|have|with|comes? with|offers?|ships? with|capacity is|capacity|configured with|packs?|features?|gives? you|provides?|delivers?|boasts?|sports?|only|carr(?:y|ies)|VRAM|memory)\b[^.;]{0,20}$", RegexOptions.IgnoreCase)]
    public static partial Regex DeviceMemory();

    [GeneratedRegex(@"(?:\b(?:card|GPU|chip|machine|it|this|board|which)\b[^.;]{0,24}\b(?:has|packs|carries|comes with|ships with|offers|features)\b[^.;]{0,12}|memory capacity[^.;]{0,8}|capacity is |\bchip with )\u0002|^\W*(?:about |up to )?\u0002\W*(?:GDDR|HBM|LPDDR|unified)", RegexOptions.IgnoreCase)]
    public static partial Regex CardMemory();

    [GeneratedRegex(@"\b(?:fits?|fitting|squeez\w+|runs?|loads?)\b[^.;,]{0,24}\b(?:in|into|on|within|under)\b[^.;,]{0,20}$|\bfits?\s(?:comfortably |easily |just |an?\s)?[~≈]?$|\b(?:good |great |perfect |natural |comfortable )fit for\s(?:an?\s)?[~≈]?$", RegexOptions.IgnoreCase)]
    public static partial Regex Fits();

    [GeneratedRegex(@"\b(?:file|download|weighs?|weighing|on disk|disk|GGUF|compress\w*|shrinks?|squash\w*|ships at|sits at|comes in at|clocks in at|squeezed to|brings? (?:(?:an?|the) )?[\w.-]+ down to|weights?(?: alone)?)\b[^.;]{0,28}$", RegexOptions.IgnoreCase)]
    public static partial Regex FileWord();

    /// <summary>"a 70B at 4-bit is about 35 GB": its size, where no word says that it is what it needs.</summary>
    [GeneratedRegex(@"\b(?:is|are)(?: going to be)?\W{0,3}(?:an? |about |around |roughly |only |just )?$", RegexOptions.IgnoreCase)]
    public static partial Regex Being();

    [GeneratedRegex(@"\b(?:usage|(?:V?RAM|memory) (?:use|used|usage|need|needed|required|requirement|footprint|consumption)|footprint|requirement)\b[^.;]{0,20}$", RegexOptions.IgnoreCase)]
    public static partial Regex UseWord();

    [GeneratedRegex(@"^\s(?:of )?(?:model )?weights\s?\+[^.;]{1,40}(?:→|=|->|≈)|^\W*(?:(?:of )?(?:VRAM |RAM |GPU memory |memory )?(?:(?:at|in|with) [\w-]{2,8} (?:quanti[sz]ation |precision )?)?(?:just )?(?:for|of|to hold|to load|to store) (?:the )?(?:model )?weights\b(?!\s*(?:\+|and|plus)\s?(?!(?:about |around |roughly |another )?[~≈]?\d))|file|download|on disk|disk|GGUF|in size|large|of (?:space on (?:the |your )?disk|(?:disk|storage|drive) space))\b", RegexOptions.IgnoreCase)]
    public static partial Regex FileAfter();

    [GeneratedRegex(@"\b(?:needs?|needing|needed|requires?|requiring|required|wants?|takes?|took|uses?|using|used|demands?|consum\w+|occup\w+|VRAM|total|lands?|drops? to|falls? to|comes? (?:down )?to|becomes|cuts? (?:it|that) to|peak memory|peak VRAM|memory usage|memory used|reach\w*|fits?|easily|tight|practice)\b[^.;]{0,32}$|=\s*$", RegexOptions.IgnoreCase)]
    public static partial Regex NeedsWord();

    [GeneratedRegex(@"^\W*(?:of )?(?:(?:VRAM|memory|total|RAM|used|needed|required)\b(?! (?:line|cards?|GPUs?|tier|class|rigs?|builds?|setups?|machines?|Macs?|laptops?|PCs?|systems?|limit|floor|budget|wall|plus)\b)(?!\s*\+)|(?:minimum\b|(?:available )?to (?:run|load|serve|host)\b|at runtime|in (?:practice|reality)\b|RSS\b|resident\b|when loaded|once loaded|in use|with overhead|including overhead|footprint)\b)", RegexOptions.IgnoreCase)]
    public static partial Regex NeedsAfter();

    [GeneratedRegex(@"\b(?:bandwidth|GB/s)\b", RegexOptions.IgnoreCase)]
    public static partial Regex Compared();

    [GeneratedRegex(@"^\s*(?:\+\s*)?(?:of )?(?:VRAM|RAM|unified|cards?|GPUs?|tier|Macs?|memory|machines?|class|\s)*(?:\([^)]{0,90}\)|,\s(?:CPU|no GPU|GPU)\b[^:,]{0,16})?\s*(?::|—|–|->|→)", RegexOptions.IgnoreCase)]
    public static partial Regex TierAfter();

    [GeneratedRegex(@"(?:^|\b)(?:on|for|with|in|at)\s(?:an?\s|only\s|just\s)?$", RegexOptions.IgnoreCase)]
    public static partial Regex TierBefore();

    [GeneratedRegex(@"\b(?:fits?|runs?|is|are|answer|pick|comfortabl\w+)\b", RegexOptions.IgnoreCase)]
    public static partial Regex Runs();

    [GeneratedRegex(@"\b(?:context (?:window|length|size)|native(?:ly)?|supports?|trained|maximum context|long context)\b", RegexOptions.IgnoreCase)]
    public static partial Regex ContextLength();

    [GeneratedRegex(@"\boffload|\bspill", RegexOptions.IgnoreCase)]
    public static partial Regex Offload();

    [GeneratedRegex(@"\b(?:drops?|falls?|slows?|collapses?|from)\b", RegexOptions.IgnoreCase)]
    public static partial Regex Drop();

    [GeneratedRegex(@"^\W{0,3}(?:(?:generation|decode|output|inference) )?(?:on|for|with|running|from|(?:of (?:V?RAM|memory) )?(?:available )?to (?:run|load|serve|host))\s(?:an?\s|the\s|single\s|one\s|my\s)*$|^\s?\((?:(?:on|for)\s)?(?:an?\s|the\s)?$", RegexOptions.IgnoreCase)]
    public static partial Regex On();

    [GeneratedRegex(@"^\s*(?:,|/|&|and|or|,\s*and|,\s*or|and the|and an?|or an?|vs\.?)?\s*$", RegexOptions.IgnoreCase)]
    public static partial Regex Joined();

    [GeneratedRegex(@"\bnot\b|n't\b|n’t\b|\bnever\b|\bcannot\b|\bno longer\b|\bnor\b|\bwithout\b", RegexOptions.IgnoreCase)]
    public static partial Regex Negation();

    [GeneratedRegex(@"\b(?:does ?n[o'’]t|do not|won['’]t|can['’]?t|cannot|will not|overflows?|OOM|too (?:big|large|small|tight)|out of memory|needs offloading|impossible|but (?:it )?failed|failed to (?:load|run|fit))\b|❌|✗|✘", RegexOptions.IgnoreCase)]
    public static partial Regex Fails();

    [GeneratedRegex(@"\b(?:tight(?:ly)?|barely|just (?:about )?fits|fits (?:almost )?exactly|squeez\w+|borderline|partial|marginal(?:ly)?|bare minimum)\b|⚠", RegexOptions.IgnoreCase)]
    public static partial Regex TightWord();

    [GeneratedRegex(@"\b(?:comfortabl[ey]|easily|with headroom|with room|plenty)\b", RegexOptions.IgnoreCase)]
    public static partial Regex Comfortable();

    /// <summary>Several who use it at once: neither one's memory nor one's speed.</summary>
    [GeneratedRegex(@"(?<![\w.])(?:[2-9]|\d{2,}|two|four|eight|multiple|several)\s(?:concurrent|simultaneous|parallel)\b|\bBS\s?=\s?(?:[2-9]|\d{2,})\b|\bbatch(?:[ -]size)?(?: of)?\s?=?\s?(?:[2-9]|\d{2,})\b|(?<![\w.])(?:[2-9]|\d{2,}) (?:users|requests|sequences|streams|sessions)\b", RegexOptions.IgnoreCase)]
    public static partial Regex Crowd();

    [GeneratedRegex(@"\b(?:both|each|they both|all three|all of them)\b", RegexOptions.IgnoreCase)]
    public static partial Regex Both();

    [GeneratedRegex(@"\b(?:than|over|versus|replaces|replacing|compared (?:to|with)|beats|outperforms|unlike|same as|(?:throughput|performance|speed|price|cost) of)\s(?:an?\s|the\s|its\s|one\s)?(?:desktop\s|\d{1,3}\s?GB\s)?$|\b\d+(?:\.\d+)?\s?[x×]\s(?:the\s|an?\s)?$", RegexOptions.IgnoreCase)]
    public static partial Regex Than();

    [GeneratedRegex(@"^\s*(?:of )?(?:memory )?(?:bandwidth)?\s*(?:,|and|with|/|\+|,\s*and)\s*$", RegexOptions.IgnoreCase)]
    public static partial Regex AndAlso();

    [GeneratedRegex(@"\b(?:fits?|fitting|runs?|ran|running|loads?)\b[^.;:]{0,40}\b(?:on:?|in|onto|inside|within|to)\s(?:[\w-]+\s){0,3}(?:with (?:an?|my|one|the)\s)?$", RegexOptions.IgnoreCase)]
    public static partial Regex RunsOn();

    [GeneratedRegex(@"\b(?:this|the) (?:model|one|quant)\b[^.;,]{0,60}\bfits\b|\b(?:I|we)(?:['’]ve)? (?:just )?(?:ran|run) (?:it|this|that|the (?:model|same)|\d{1,2}[- ]?bit|Q\d)\b|^\W*(?:(?:it|this|that|which|and|while|when|also|still|easily|comfortably|just|built to|designed to|able to|can|will|should|even|won['’]t|can['’]t|cannot|doesn['’]t|does not|will not)\s){0,3}(?:fits?|fitting|runs?|running|loads?)\b|\bcontext (?:window |length )?(?:fits|runs)\b|\b(?:built|designed|made|optimi[sz]ed|able) to (?:run|fit)\b|\b(?:I|we) (?:got|have|had|have got) (?:it|this|that|the model) (?:running|loaded|working)\b", RegexOptions.IgnoreCase)]
    public static partial Regex VerbFirst();

    [GeneratedRegex(@"^\W*(?:running|how|setting up|benchmarking|testing|installing|deploying|serving|guide|best|choosing)\b", RegexOptions.IgnoreCase)]
    public static partial Regex Title();

    [GeneratedRegex(@"\b(?:runs?|fits?|handles?|loads?|holds?|hosts?|serves?|reach(?:es)?|(?:tops?|maxes|maxed|caps?) (?:out )?at)\s(?:[\w-]+\s){0,4}(?:[~≈]\s?)?$", RegexOptions.IgnoreCase)]
    public static partial Regex Carries();

    [GeneratedRegex(@"\b(?:system|main|host|CPU) (?:RAM|memory)\b|\bDDR[345]\b|\bPCIe\b|\bNVLink\b|\bSSD\b|\bNVMe\b", RegexOptions.IgnoreCase)]
    public static partial Regex OtherBandwidth();

    [GeneratedRegex(@"\b(?:released?|launched|came out|published|announced|unveiled|introduced|dropped|shipped|arrived|debuted)\b", RegexOptions.IgnoreCase)]
    public static partial Regex Release();

    [GeneratedRegex(@"\blicen[cs]|\bunder\b", RegexOptions.IgnoreCase)]
    public static partial Regex LicenseWord();

    [GeneratedRegex(@"\b(?:since|than|like|from|unlike|not|predecessor)\s(?:the\s)?$", RegexOptions.IgnoreCase)]
    public static partial Regex Since();

    [GeneratedRegex(@"\b(?:has|have|with|of|total|uses|are|is|stack of|all)\b[^.;]{0,60}$", RegexOptions.IgnoreCase)]
    public static partial Regex HasLayers();

    [GeneratedRegex(@"-ngl|n-gpu-layers|gpu-layers|\boffload|\bon (?:the |your )?GPU\b|\bfits?\b", RegexOptions.IgnoreCase)]
    public static partial Regex GpuLayers();

    [GeneratedRegex(@"\([^()]*\)")]
    public static partial Regex Brackets();

    [GeneratedRegex(@"\b(?:vs\.?|versus|against)\s", RegexOptions.IgnoreCase)]
    public static partial Regex Against();

    [GeneratedRegex(@"^\W*(?:an?|this|the)\s$", RegexOptions.IgnoreCase)]
    public static partial Regex Article();

    [GeneratedRegex(@"(?<![\w.])(\d{1,4}(?:\.\d{1,2})?)[bB]\b")]
    public static partial Regex Billions();

    [GeneratedRegex(@"^\s?/\s?$")]
    public static partial Regex AlsoOf();

    [GeneratedRegex(@"^\s?(?:at|\()\s?[~≈]?$", RegexOptions.IgnoreCase)]
    public static partial Regex Sized();

    [GeneratedRegex(@"(?<![\w.])(\d{1,3}) \(\u0003|(?<![\w.])(\d{1,3}) \((?=\d{1,3}(?:\.\d)?B\)[^.]*\blayers\b)", RegexOptions.IgnoreCase)]
    public static partial Regex EachLayers();

    [GeneratedRegex(@"\b(?:that|this|such an?) (?:card|GPU|Mac|laptop|machine)\b", RegexOptions.IgnoreCase)]
    public static partial Regex ThatCard();

    [GeneratedRegex(@"^(?:['’]s\s(?:own |full |entire )?|,\s?)$")]
    public static partial Regex Its();

    [GeneratedRegex(@"^[""”]?\s*\)")]
    public static partial Regex Closed();

    [GeneratedRegex(@"^\s?\([""“]?$")]
    public static partial Regex Opened();

    [GeneratedRegex(@"^[^;]*\b(?:measured|tested|run|benchmarked|recorded|achieved|obtained) on (?:an?\s|the\s|my\s)?$", RegexOptions.IgnoreCase)]
    public static partial Regex MeasuredOn();

    [GeneratedRegex(@"\b(?:peak|usage|used|consumed)\b", RegexOptions.IgnoreCase)]
    public static partial Regex Peak();

    /// <summary>How a sentence begins that tells the price of what was spoken of before.</summary>
    [GeneratedRegex(@"^\W*(?:the )?(?:(?:current|street|used|new|typical|average|retail|launch|going|\d{4}) )*(?:prices?|pricing|costs?|msrp|rate|it|they|card|GPU|this|both|expect|around|about|roughly|used|refurbished|new|you|available|sells|street)\b|^\W*[$€£~]|^\W*\d{1,3} ?GB[^.,;]{0,24} (?:at|for) [$€£]", RegexOptions.IgnoreCase)]
    public static partial Regex PriceFirst();

    /// <summary>How a sentence begins that tells when or how what was spoken of before was published.</summary>
    [GeneratedRegex(@"^\W*(?:licen[cs]ed?|it|its licen[cs]e|they|both|the (?:models?|weights|family)|released?|launched|published|available|open|fully|apache|mit|under)\b", RegexOptions.IgnoreCase)]
    public static partial Regex PublishedFirst();

    /// <summary>How a sentence begins that goes on about what was spoken of before.</summary>
    [GeneratedRegex(@"^\W*(?:(?:A|answer|short answer|yes|no)\W{1,3})?(?:loaded|used|it|its|that|this|these|they|both|the (?:model|file|GGUF|weights|download|whole|entire)|total|in total|add|adding|plus|about|around|roughly|approximately|so|with|at|for|peak|in practice|needs?|requires?|uses?|takes?|weighs?|file|size|VRAM|memory|download|disk)\b|^\W*[~≈]?\d", RegexOptions.IgnoreCase)]
    public static partial Regex PointsBack();

    /// <summary>"a 34B about 20 GB": the verb stands with the figure before.</summary>
    [GeneratedRegex(@"^\W{0,3}(?:about |around |roughly |approximately |some )?[~≈]?$", RegexOptions.IgnoreCase)]
    public static partial Regex Elliptic();

    [GeneratedRegex(@"\b(?:has|supports|offers|with)\s(?:an?\s)?(?:(?:native|full|up to)\s)*$", RegexOptions.IgnoreCase)]
    public static partial Regex HasContext();

    /// <summary>More than the device stands between it and a price: a whole machine's.</summary>
    [GeneratedRegex(@"\bplus\b|\+|\b(?:and|with) (?:an?|\d+) ", RegexOptions.IgnoreCase)]
    public static partial Regex MoreParts();
}
