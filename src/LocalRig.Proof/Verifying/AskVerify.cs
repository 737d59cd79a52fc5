using LocalRig.Contract;
using LocalRig.Questions;

namespace LocalRig.Proof.Verifying;

/// <summary>What is to be verified, and with what.</summary>
public sealed record VerifyRequest
{
    /// <summary>The plan.</summary>
    public PlanRequest Plan { get; init; } = new();

    /// <summary>The folder of the runtime's tools; empty for the path.</summary>
    public string Runtime { get; init; } = "";

    /// <summary>Which runtime: <c>llama.cpp</c>, <c>ollama</c>, <c>lm-studio</c>.</summary>
    public string Via { get; init; } = AskVerify.LlamaCpp;

    /// <summary>RPC servers, host:port, separated by commas.</summary>
    public string Rpc { get; init; } = "";

    /// <summary>Whether to load the model rather than have it planned.</summary>
    public bool Load { get; init; }

    /// <summary>What a difference may be beyond what the runtime rounds, in percent.</summary>
    public double Tolerance { get; init; }

    /// <summary>The name a running Ollama or LM Studio knows the model by; empty for the model's own.</summary>
    public string Tag { get; init; } = "";
}

/// <summary><c>verify</c>: the real runtime plans or loads the model; predicted beside actual.</summary>
public static class AskVerify
{
    /// <summary>The word for llama.cpp.</summary>
    public const string LlamaCpp = "llama.cpp";

    private static readonly (string Word, string Value)[] Vias = [(LlamaCpp, LlamaCpp), ("ollama", "ollama"), ("lm-studio", "lm-studio")];

    /// <summary>The question.</summary>
    public static Question<VerifyRequest, VerifyReport> Question { get; } = new()
    {
        Name = "verify",
        Sentence = "Have the real runtime plan or load a model: predicted beside actual, part by part.",
        Group = QuestionGroup.RunIt,
        Example = """{"model":"Qwen3.5-9B","quant":"Q4_K_M"}""",
        Reader = new RequestReader<VerifyRequest>([.. PlanFields.Of<VerifyRequest>(r => r.Plan, (r, plan) => r with { Plan = plan }), .. Own()], new VerifyRequest(), Complete),
        Answer = static (request, inquiry) => request.Via switch
        {
            "ollama" => OllamaVerifier.RunAsync(request, inquiry),
            "lm-studio" => LmStudioVerifier.RunAsync(request, inquiry),
            _ => LlamaVerifier.RunAsync(request, inquiry),
        },
        Shape = static () => VerifyJson.Shape,
    };

    private static IEnumerable<Field<VerifyRequest>> Own() =>
    [
        new()
        {
            Name = "runtime", Help = "folder of llama.cpp's tools (default: the path)", Options = FieldOption.Value("DIR", "--runtime"), Example = "/opt/llama.cpp/bin",
            Apply = (r, v) => r with { Runtime = v.Text("a folder") },
        },
        new()
        {
            Name = "via", Help = "which runtime: llama.cpp, ollama, lm-studio", Kind = FieldKind.Choice([.. Vias.Select(v => v.Word)]), Options = FieldOption.Value("NAME", "--via"), Default = LlamaCpp, Example = "ollama",
            Apply = (r, v) => r with { Via = v.Choice("a runtime", Vias, LlamaCpp) },
        },
        new()
        {
            Name = "rpc", Help = "llama.cpp's RPC servers to use: host:port,host:port", Options = FieldOption.Value("SERVERS", "--rpc"), Example = "192.168.1.2:50052",
            Apply = (r, v) => r with { Rpc = v.Text("servers") },
        },
        new()
        {
            Name = "load", Help = "load the model with llama-server, and look at memory and speed; without it nothing is loaded", Kind = FieldKind.Flag, Options = FieldOption.On("--load"), Default = "false", Example = "true",
            Apply = (r, v) => r with { Load = v.Flag(false) },
        },
        new()
        {
            Name = "tolerance", Help = "percent a part may differ beyond what the runtime rounds (0); more ends with exit code 6", Kind = FieldKind.Whole(0, 100), Options = FieldOption.Value("PERCENT", "--tolerance"), Default = "0", Example = "1",
            Apply = (r, v) => r with { Tolerance = v.Whole("percent", 0, 100, 0) },
        },
        new()
        {
            Name = "tag", Help = "the name Ollama or LM Studio knows the model by", Options = FieldOption.Value("NAME", "--tag"), Example = "qwen3.5:9b",
            Apply = (r, v) => r with { Tag = v.Text("a name") },
        },
    ];

    private static VerifyRequest Complete(VerifyRequest request, List<Problem> problems)
    {
        if (request.Plan.Model.Length == 0 && !problems.Exists(p => p.Where == "model"))
        {
            problems.Add(new Problem(ErrorCode.Usage, "No model given; name a file or a catalogue model.", "", "model"));
        }

        return request;
    }
}
