using System.CommandLine;
using System.Globalization;
using LocalRig.Contract;
using LocalRig.Serving;

namespace LocalRig.Cli.Commands;

/// <summary>The options of <c>localrig serve</c>: vLLM's own words where it has them.</summary>
internal sealed class ServeOptions
{
    private const int MostDevices = 4096;

    private readonly Option<string?> _rig = new("--rig") { Description = "the machine or machines: \"4x rtx-3090\", \"2 nodes of 8x h100-80gb-sxm over infiniband-ndr\", \"2x rtx-3090 / rtx-4090 over 10gbe\" (default: this one)", HelpName = "RIG" };
    private readonly Option<string?> _runtime = new("--runtime", "--engine") { Description = "vllm (default), sglang, or llama.cpp over RPC", HelpName = "NAME" };
    private readonly Option<string?> _tensor = new("--tensor-parallel-size", "--tp", "-tp") { Description = "devices that share each layer (default: all of a machine)", HelpName = "N" };
    private readonly Option<string?> _pipeline = new("--pipeline-parallel-size", "--pp", "-pp") { Description = "stages of whole layers (default: one per machine)", HelpName = "N" };
    private readonly Option<string?> _data = new("--data-parallel-size", "--dp", "-dp") { Description = "replicas of all but experts, with expert parallelism under vLLM (default 1)", HelpName = "N" };
    private readonly Option<bool> _expert = new("--enable-expert-parallel", "--ep") { Description = "experts stay whole and are divided over all devices" };
    private readonly Option<string?> _context = new("--ctx-size", "-c", "--max-model-len") { Description = "tokens of one sequence (default 8192; 0: what the model was trained for)", HelpName = "N" };
    private readonly Option<string?> _utilization = new("--gpu-memory-utilization", "--utilization", "--mem-fraction-static") { Description = "share of device memory taken (default 0.9)", HelpName = "F" };
    private readonly Option<string?> _format = new("--format") { Description = $"how weights are stored: {string.Join(", ", WeightFormat.All.Select(f => f.Name))} (default: the most bits that fit)", HelpName = "NAME" };
    private readonly Option<string?> _cache = new("--kv-cache-dtype") { Description = "auto (16 bits) or fp8", HelpName = "TYPE" };
    private readonly Option<string?> _quant = new("--quant") { Description = "for llama.cpp over RPC: the GGUF recipe", HelpName = "NAME" };

    public ServeOptions(Command command)
    {
        foreach (Option<string?> option in (Option<string?>[])[_rig, _runtime, _tensor, _pipeline, _data, _context, _utilization, _format, _cache, _quant])
        {
            command.Add(option);
        }

        command.Add(_expert);
    }

    /// <summary>The model, rig and context as a request, for the finders.</summary>
    public PlanRequest Request(ParseResult parsed, string model)
    {
        List<(RequestField, string, string)> given = [(RequestFields.Find("model")!, "model", model)];
        void Add(string field, Option<string?> option)
        {
            if (parsed.GetValue(option) is string text)
            {
                given.Add((RequestFields.Find(field)!, option.Name, text));
            }
        }

        Add("rig", _rig);
        Add("ctx", _context);
        Add("quant", _quant);
        return PlanRequestReader.FromTexts(given);
    }

    /// <summary>Whether llama.cpp over RPC is asked for instead.</summary>
    public bool OverRpc(ParseResult parsed) => parsed.GetValue(_runtime)?.StartsWith("llama", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The question, checked.</summary>
    /// <exception cref="RequestException">Something given makes no sense.</exception>
    public ServingQuestion Question(ParseResult parsed, int context)
    {
        List<Problem> problems = [];
        string runtime = parsed.GetValue(_runtime)?.Split('@')[0].ToLowerInvariant() ?? "vllm";
        if (runtime is not ("vllm" or "sglang"))
        {
            problems.Add(new Problem(ErrorCode.Usage, $"serve knows no runtime \"{runtime}\".", "Take vllm, sglang or llama.cpp.", "--runtime"));
        }

        if (parsed.GetValue(_quant) is not null)
        {
            problems.Add(new Problem(ErrorCode.Usage, "--quant is for GGUF files.", $"For {runtime} give --format, or take --runtime llama.cpp.", "--quant"));
        }

        string? format = parsed.GetValue(_format);
        if (format is not null && WeightFormat.Find(format) is null)
        {
            problems.Add(new Problem(ErrorCode.Usage, $"There is no format \"{format}\".", $"There are {string.Join(", ", WeightFormat.All.Select(f => f.Name))}.", "--format"));
        }

        string cache = parsed.GetValue(_cache)?.ToLowerInvariant() ?? "auto";
        if (cache is not ("auto" or "bfloat16" or "float16") && !cache.StartsWith("fp8", StringComparison.Ordinal))
        {
            problems.Add(new Problem(ErrorCode.Usage, $"LocalRig knows no cache type \"{cache}\" of {runtime}.", "Take auto or fp8.", "--kv-cache-dtype"));
        }

        ServingQuestion question = new()
        {
            Runtime = runtime == "sglang" ? ServingRuntime.Sglang : ServingRuntime.Vllm,
            Format = format is null ? null : WeightFormat.Find(format),
            Tensor = Count(parsed, _tensor, problems),
            Pipeline = Count(parsed, _pipeline, problems),
            Data = Count(parsed, _data, problems) ?? 1,
            Expert = parsed.GetValue(_expert),
            Context = context,
            Utilization = Share(parsed.GetValue(_utilization), problems),
            CacheInFp8 = cache.StartsWith("fp8", StringComparison.Ordinal),
        };
        return problems.Count > 0 ? throw new RequestException([.. problems]) : question;
    }

    private static int? Count(ParseResult parsed, Option<string?> option, List<Problem> problems)
    {
        double? number = MoneyOptions.Number(parsed.GetValue(option), option.Name, "number of devices", 1, MostDevices, problems);
        if (number is double value && value != Math.Floor(value))
        {
            problems.Add(new Problem(ErrorCode.Usage, $"{option.Name} {value} is no whole number.", "Write 1, 2, 4 or 8.", option.Name));
        }

        return (int?)number;
    }

    private static double Share(string? text, List<Problem> problems)
    {
        if (text is null)
        {
            return ServingQuestion.DefaultUtilization;
        }

        bool percent = text.EndsWith('%');
        if (double.TryParse(text.TrimEnd('%'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double share) && (percent ? share / 100 : share) is > 0 and <= 1)
        {
            return percent ? share / 100 : share;
        }

        problems.Add(new Problem(ErrorCode.Usage, $"A utilization of {text} is no share of a device's memory.", "Write a number above 0 up to 1, such as 0.9.", "--utilization"));
        return ServingQuestion.DefaultUtilization;
    }
}
