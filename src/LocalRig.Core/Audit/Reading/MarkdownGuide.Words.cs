using System.Text.RegularExpressions;

namespace LocalRig.Audit.Reading;

/// <content>How lines of a guide begin and end, and what they call theirs.</content>
public static partial class MarkdownGuide
{
    [GeneratedRegex(@"^\W*(?:hardware|GPU|machine|system|host|set-?up|device|test (?:rig|bench|machine|system)|card|rig)\s*:|\b(?:I(?:'ve| have)?|we(?:'ve| have)?) (?:\w+ )?(?:got|bought|have|own|use|used|ran|run|tested|benchmarked|measured)\b|\b(?:my|our) (?:own |home |old |new |trusty )?(?:rig|card|GPU|machine|setup|laptop|desktop|server|Mac|RTX|MacBook|[2-5]0[5-9]0)\b|\b(?:benchmark|test|measure)\w*\b[^.]{0,80}\bon (?:an?|my|our) (?=Mac|RTX|RX|Radeon|NVIDIA|GeForce)|\b(?:tested|benchmarked|measured|running|ran|done|run) on (?:an?|my|our|the) ", RegexOptions.IgnoreCase)]
    private static partial Regex OwnMachine();

    [GeneratedRegex(@"^(?:model|GPUs?|card|hardware|machine|system|CPU|V?RAM|memory|quant\w*|context|OS|backend|engine|runtime|server|serving|speed|price)\s*:\s", RegexOptions.IgnoreCase)]
    private static partial Regex FormLine();

    // Ends as a sentence does.
    [GeneratedRegex(@"[.!?:,;]\s*$")]
    private static partial Regex SentenceStop();

    [GeneratedRegex(@"^\W*(?:hardware|GPU|machine|device|card)\s*:", RegexOptions.IgnoreCase)]
    private static partial Regex MachineLabel();

    // Lines only a model's data sheet has.
    [GeneratedRegex(@"^\W*(?:(?:total )?param(?:eter)?s?(?: count)?|model architecture|architecture|vocab(?:ulary)?(?: size)?|hidden (?:size|dim\w*)|embedding length|(?:number of )?layers)\W{0,4}:", RegexOptions.IgnoreCase)]
    private static partial Regex SheetLine();

    [GeneratedRegex(@"^\W*(?:(?:model|technical|key) )?(?:specifications?|specs|details|info|information|overview|architecture|highlights|summary|card)\W*$", RegexOptions.IgnoreCase)]
    private static partial Regex SheetHeading();

    [GeneratedRegex(@"^\*\*[^*]{2,160}\*\*:?$")]
    private static partial Regex BoldLine();

    // The address of a model's page names the model.
    [GeneratedRegex(@"(?<![\w(\[/])https?://(?:www\.)?(?:huggingface\.co|hf\.co|ollama\.com)/(?:library/|[\w.-]{1,80}/)(?<name>[\w.-]{1,100}?)(?:-GGUF)?(?=[\s,;)]|\.?$)", RegexOptions.IgnoreCase)]
    private static partial Regex HubAddress();

    [GeneratedRegex(@"\b(?:quants?|quanti[sz](?:ed|ations?)|GGUFs?|conver(?:ted|sions?)|versions?) (?:of|for|from)\b|\bbase model\b|\boriginal model\b", RegexOptions.IgnoreCase)]
    private static partial Regex Packed();

    [GeneratedRegex(@"^\W*model\s*:", RegexOptions.IgnoreCase)]
    private static partial Regex OwnModel();

    [GeneratedRegex(@"(?<=[.!?])\s+(?=[A-Z0-9""(~]|llama|vLLM|gpt-)")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"^\W*(?:it|its|this|that|these|they|(?:the )?same (?:model|card|machine)|the (?:card|model|chip|machine|same)|price|speed|both)\b", RegexOptions.IgnoreCase)]
    private static partial Regex PointsBack();

    [GeneratedRegex(@"\ball (?:models|tests|runs|results|numbers|figures|measurements|benchmarks)\b|\bthroughout\b", RegexOptions.IgnoreCase)]
    private static partial Regex OfAll();

    [GeneratedRegex(@"\b(?:hardware|set-?up|machine|system|specs?|test (?:bench|rig|machine))\b", RegexOptions.IgnoreCase)]
    private static partial Regex MachineSection();

    [GeneratedRegex(@"^\d{1,3}[.)]\s")]
    private static partial Regex Numbered();

    // A family, not one model of it: a guide to Qwen3-30B-A3B means no Qwen3 by "a 7B".
    [GeneratedRegex(@"\b(?:Qwen|Llama|Gemma)[ -]?\d(?:\.\d)?(?![\w.])(?![-: ]\d{1,4}(?:\.\d)?[bB]|-[A-Za-z])", RegexOptions.IgnoreCase)]
    private static partial Regex FamilyName();
}
