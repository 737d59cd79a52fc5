using System.Collections.Immutable;
using System.Globalization;
using LocalRig.Contract;
using LocalRig.Serving;

namespace LocalRig.Questions;

/// <summary>The fields of <c>serve</c>: vLLM's own words where it has them.</summary>
internal static class ServeFields
{
    private const int MostDevices = 4096;
    private const double Percent = 100;
    private const string Kubernetes = "kubernetes";

    /// <summary>Reads requests.</summary>
    public static RequestReader<ServeRequest> Reader { get; } = new(All(), new ServeRequest(), Complete);

    private static ImmutableArray<Field<ServeRequest>> All() =>
    [
        new()
        {
            Name = "model", Help = "catalogue id (Qwen3.5-27B), safetensors folder, hf:owner/repo", Place = FieldPlace.Rest, Example = "Qwen3.5-27B",
            Apply = (r, v) => r with { Plan = r.Plan with { Model = v.Text("a model") } },
        },
        RigField.Of<ServeRequest>(
            "the machine or machines: \"4x rtx-3090\", \"2 nodes of 8x h100-80gb-sxm over infiniband-ndr\", \"2x rtx-3090 / rtx-4090 over 10gbe\" (default: this one)", (r, rig) => r with { Plan = r.Plan with { Rig = rig } }),
        WaitField.Of<ServeRequest>((r, wait) => r with { Plan = r.Plan with { Rig = r.Plan.Rig.Waiting(wait) } }),
        new()
        {
            Name = "runtime", Aliases = ["engine"], Help = "vllm (default), sglang, or llama.cpp over RPC", Options = FieldOption.Value("NAME", "--runtime", "--engine"), Default = "vllm", Example = "sglang",
            Completions = ["vllm", "sglang", "llama.cpp"], Apply = (r, v) => r with { Runtime = v.Text("a runtime").Split('@')[0].ToLowerInvariant() },
        },
        Count("tensorParallel", "devices that share each layer (default: all of a machine)", (r, n) => r with { Serving = r.Serving with { Tensor = n } }, "--tensor-parallel-size", "--tp", "-tp"),
        Count("pipelineParallel", "stages of whole layers (default: one per machine)", (r, n) => r with { Serving = r.Serving with { Pipeline = n } }, "--pipeline-parallel-size", "--pp", "-pp"),
        Count("dataParallel", "replicas of all but experts, with expert parallelism under vLLM (default 1)", (r, n) => r with { Serving = r.Serving with { Data = n ?? 1 } }, "--data-parallel-size", "--dp", "-dp"),
        ContextWithVllmsName(),
        new()
        {
            Name = "utilization", Help = "share of device memory taken (default 0.9)", Kind = FieldKind.Number(0, Percent), Options = FieldOption.Value("F", "--gpu-memory-utilization", "--utilization", "--mem-fraction-static"),
            Default = "0.9", Example = "0.85", Apply = (r, v) => r with { Serving = r.Serving with { Utilization = Share(v) } },
        },
        new()
        {
            Name = "format", Help = $"how weights are stored: {string.Join(", ", WeightFormat.All.Select(f => f.Name))} (default: the most bits that fit)", Kind = FieldKind.Choice(WeightFormat.All.Select(f => f.Name)),
            Options = FieldOption.Value("NAME", "--format"), Example = WeightFormat.All[0].Name, Apply = (r, v) => r with { Serving = r.Serving with { Format = Format(v) } },
        },
        new()
        {
            Name = "kvCacheDtype", Help = "auto (16 bits) or fp8", Options = FieldOption.Value("TYPE", "--kv-cache-dtype"), Default = "auto", Example = "fp8",
            Apply = (r, v) => r with { Serving = r.Serving with { CacheInFp8 = InFp8(v) } },
        },
        new()
        {
            Name = "quant", Help = "for llama.cpp over RPC: the GGUF recipe", Options = FieldOption.Value("NAME", "--quant"), Example = "Q4_K_M", Apply = (r, v) => r with { Plan = r.Plan with { Quant = v.Text("a recipe") } },
        },
        new()
        {
            Name = "as", Help = "a file to keep instead: a manifest for Kubernetes, of a LeaderWorkerSet for several machines", Kind = FieldKind.Choice([Kubernetes]),
            Options = FieldOption.Value("FORM", "--as"), Example = Kubernetes,
            Apply = (r, v) => r with { AsManifest = v.Choice("a form", [(Kubernetes, true)], true) },
        },
        new()
        {
            Name = "expertParallel", Help = "experts stay whole and are divided over all devices", Kind = FieldKind.Flag, Options = FieldOption.On("--enable-expert-parallel", "--ep"), Default = "false",
            Apply = (r, v) => r with { Serving = r.Serving with { Expert = v.Flag(false) } },
        },
    ];

    private static ServeRequest Complete(ServeRequest request, List<Problem> problems)
    {
        if (!request.OverRpc && request.Runtime is not ("vllm" or "sglang"))
        {
            problems.Insert(0, new Problem(ErrorCode.Usage, $"serve knows no runtime \"{request.Runtime}\".", "Take vllm, sglang or llama.cpp.", "--runtime"));
        }

        if (!request.OverRpc && request.Plan.Quant is not null)
        {
            problems.Add(new Problem(ErrorCode.Usage, "--quant is for GGUF files.", $"For {request.Runtime} give --format, or take --runtime llama.cpp.", "--quant"));
        }

        if (request.OverRpc && request.AsManifest)
        {
            problems.Add(new Problem(ErrorCode.Usage, "Manifests are written for vLLM and SGLang.", "llama.cpp on one machine: `localrig commands MODEL --as kubernetes`.", "--as"));
        }

        return request with
        {
            Plan = PlanFields.Complete(request.Plan, problems),
            Serving = request.Serving with { Runtime = request.Runtime == "sglang" ? ServingRuntime.Sglang : ServingRuntime.Vllm },
        };
    }

    private static Field<ServeRequest> ContextWithVllmsName()
    {
        Field<ServeRequest> context = ContextField.Of<ServeRequest>("tokens of one sequence (default 8192; 0: what the model was trained for)", (r, n) => r with { Plan = r.Plan.With(w => w with { Context = n }) });
        return new()
        {
            Name = context.Name,
            Help = context.Help,
            Kind = context.Kind,
            Options = FieldOption.Value("N", "--ctx-size", "-c", "--max-model-len"),
            Default = context.Default,
            Example = context.Example,
            Apply = context.Apply,
        };
    }

    private static Field<ServeRequest> Count(string name, string help, Func<ServeRequest, int?, ServeRequest> set, params ImmutableArray<string> options) =>
        new()
        {
            Name = name,
            Help = help,
            Kind = FieldKind.Whole(1, MostDevices),
            Options = FieldOption.Value("N", options),
            Example = "2",
            Apply = (r, v) =>
            {
                double? number = v.Number("number of devices", 1, MostDevices);
                if (number is double value && value != Math.Floor(value))
                {
                    v.Refuse($"{v.Where} {value} is no whole number.", "Write 1, 2, 4 or 8.");
                }

                return set(r, (int?)Math.Min(number ?? 1, MostDevices));
            },
        };

    private static WeightFormat? Format(FieldReader value)
    {
        if (WeightFormat.Find(value.Raw ?? "") is WeightFormat format)
        {
            return format;
        }

        value.Refuse($"There is no format \"{value.Raw}\".", $"There are {string.Join(", ", WeightFormat.All.Select(f => f.Name))}.");
        return null;
    }

    private static bool InFp8(FieldReader value)
    {
        string cache = (value.Raw ?? "").ToLowerInvariant();
        if (cache is not ("auto" or "bfloat16" or "float16") && !cache.StartsWith("fp8", StringComparison.Ordinal))
        {
            value.Refuse($"LocalRig knows no cache type \"{cache}\" of vLLM or SGLang.", "Take auto or fp8.");
        }

        return cache.StartsWith("fp8", StringComparison.Ordinal);
    }

    private static double Share(FieldReader value)
    {
        string text = value.Raw ?? "";
        bool percent = text.EndsWith('%');
        if (double.TryParse(text.TrimEnd('%'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double share) && (percent ? share / Percent : share) is > 0 and <= 1)
        {
            return percent ? share / Percent : share;
        }

        value.Refuse($"A utilization of {text} is no share of a device's memory.", "Write a number above 0 up to 1, such as 0.9.");
        return ServingQuestion.DefaultUtilization;
    }
}
