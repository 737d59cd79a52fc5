using System.Collections.Immutable;
using LocalRig.Runtimes;

namespace LocalRig.Serving;

/// <summary>What a reader of a serving plan must know besides its numbers.</summary>
internal static class ServingNotes
{
    private const string VllmExperts = "docs.vllm.ai, Expert Parallel Deployment";
    private const string SglangExperts = "docs.sglang.io, Expert Parallelism";

    public static ImmutableArray<string> Of(string model, ServingQuestion question, WeightFormat format, Parallelism parallelism, Cluster cluster, bool uniform, bool sharedUnclear)
    {
        List<string> notes = [];
        void Add(bool when, string note) => notes.AddRange(when ? [note] : []);

        int idle = cluster.Devices - parallelism.Ranks;
        Add(idle > 0, $"{idle} of {cluster.Devices} devices stay idle.");
        Add(parallelism.Expert, $"Experts stay whole, divided over {parallelism.ExpertRanks} devices{(question.Runtime == ServingRuntime.Vllm ? ", those left over to the first ones" : "")}; all else is divided by tensor parallelism{(parallelism.Data > 1 ? $" in each of {parallelism.Data} replicas" : "")} ({(question.Runtime == ServingRuntime.Vllm ? VllmExperts : SglangExperts)}). Bounds besides weights come from runs without that.");
        Add(sharedUnclear, "Shared experts count from divided to whole on every device: which of both this model does in vLLM is unknown.");
        bool native = format == WeightFormat.MxFp4;
        Add(native, "Experts are MXFP4 as released; kernels pad them to multiples of 64 to 256, hence the range.");
        bool known = Checkpoint.Find(model, format) is not null;
        Add(!native && format.Bits < 16 && !known, $"{ServingCommands.Placeholder} stands for one in {format.Name} ({format.What}); embeddings and output stay at 16 bits.");
        Add(Checkpoint.ReleasedAs(model) is { } own && own.Format != format, $"{model} is released in {Checkpoint.ReleasedAs(model)?.Format.What}; {ServingCommands.Placeholder} stands for a repository in {format.Name}.");
        Add(question.VisionParameters > 0 && !question.LanguageModelOnly, "The vision encoder is counted; --language-model-only leaves it out.");
        Add(
            question.Runtime == ServingRuntime.Sglang && !uniform,
            "SGLang divides its memory between window, state and full caches by ratios of its own; the pool shown is what vLLM would make of the same memory.");
        Add(question.Runtime == ServingRuntime.Sglang, "SGLang's share holds weights and pool alone; scratch and graphs need the rest, lower the share if it runs out.");
        Add(cluster.Nodes.Length > 1 && cluster.Link is null, "Nobody said what joins the machines: add \"over 10gbe\" for the link's cost.");
        Add(
            cluster.Nodes.SelectMany(n => n.Devices).Select(d => d.Memory).Distinct().Count() > 1,
            "Devices differ: the one with the least left decides how many blocks all of them get.");
        return [.. notes];
    }
}
