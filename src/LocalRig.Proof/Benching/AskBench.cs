using LocalRig.Questions;

namespace LocalRig.Proof.Benching;

/// <summary><c>bench</c>: measures a model's speeds on this machine, and calibrates its forecasts.</summary>
public static class AskBench
{
    /// <summary>The question, asked by a face that shows progress.</summary>
    /// <param name="place">Where the ledger is.</param>
    /// <param name="progress">Told how far it is, a sentence each time; an empty text at the end.</param>
    /// <param name="stop">Ends it early: what was measured is kept and reported.</param>
    public static Question<BenchRequest, BenchReport> Question(Func<string> place, Action<string> progress, CancellationToken stop) => new()
    {
        Name = "bench",
        Sentence = "Measure a model's speeds on this machine with llama-bench, llama-server or Ollama, beside forecast and ceiling; later forecasts are calibrated by it.",
        Group = QuestionGroup.RunIt,
        Example = """{"model":"model.gguf"}""",
        Reader = BenchFields.Reader,
        Answer = (request, inquiry) => Bench.RunAsync(request, inquiry, place(), progress, stop),
        Shape = static () => BenchJson.Shape,
    };
}
