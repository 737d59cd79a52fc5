using LocalRig.Answers;
using LocalRig.Contract;

namespace LocalRig.Questions;

/// <summary>What is asked of a model's header.</summary>
public sealed record InspectRequest
{
    /// <summary>The model, and its quantization.</summary>
    public PlanRequest Plan { get; init; } = new();

    /// <summary>Whether every tensor is listed.</summary>
    public bool Tensors { get; init; }
}

/// <summary><c>inspect</c>: what a file's header says.</summary>
public static class AskInspect
{
    /// <summary>The question.</summary>
    public static Question<InspectRequest, Inspection> Question { get; } = new()
    {
        Name = "inspect",
        Sentence = "What a model's header says: facts, tensors by type, sizes.",
        Group = QuestionGroup.PlanItExactly,
        Example = """{"model":"Qwen3.5-9B","quant":"Q4_K_M"}""",
        Reader = new(
            [
                Model(),
                PlanFields.Reader.Find("quant")!.Of<InspectRequest>(r => r.Plan, (r, p) => r with { Plan = p }),
                new() { Name = "tensors", Help = "list every tensor", Kind = FieldKind.Flag, Options = FieldOption.On("--tensors"), Default = "false", Apply = (r, v) => r with { Tensors = v.Flag(false) } },
            ],
            new InspectRequest(), (r, problems) => r with { Plan = PlanFields.Complete(r.Plan, problems) }),
        Answer = static async (request, inquiry) => new Inspection(await inquiry.AnyModelAsync(request.Plan).ConfigureAwait(false), request.Tensors),
        Shape = static () => InspectionJson.Shape,
    };

    private static Field<InspectRequest> Model() => PlanFields.Reader.Find("model")!.Of<InspectRequest>(r => r.Plan, (r, p) => r with { Plan = p });
}
