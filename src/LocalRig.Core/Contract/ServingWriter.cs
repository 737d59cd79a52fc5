using System.Text.Json;
using LocalRig.Runtimes;
using LocalRig.Serving;

namespace LocalRig.Contract;

/// <summary>Writes a serving plan as JSON.</summary>
public static class ServingWriter
{
    /// <summary>Writes the plan: bounds as objects of low, likely and high; sizes in bytes.</summary>
    public static void Write(Utf8JsonWriter json, ServingPlan plan)
    {
        json.WriteStartObject();
        json.WriteString("model", plan.Model.Id);
        json.WriteString("runtime", RuntimeWord(plan.Question.Runtime));
        json.WriteString("format", plan.Format.Name);
        json.WriteString("rig", plan.Cluster.Name);
        json.WriteNumber("tensorParallel", plan.Parallelism.Tensor);
        json.WriteNumber("pipelineParallel", plan.Parallelism.Pipeline);
        json.WriteNumber("dataParallel", plan.Parallelism.Data);
        json.WriteNumber("expertParallel", plan.Parallelism.ExpertRanks);
        json.WriteNumber("context", plan.Question.Context);
        json.WriteNumber("utilization", plan.Question.Utilization);
        json.WriteString("verdict", plan.FitsSurely ? "fits" : plan.Fits ? "tight" : "does-not-fit");
        json.WriteNumber("blockTokens", plan.Block);
        json.WriteNumber("cacheBytesPerToken", plan.CachePerToken.Bytes);
        Range(json, "poolTokens", plan.PoolTokens.Low, plan.PoolTokens.Likely, plan.PoolTokens.High);
        Range(json, "sequences", plan.Sequences.Low, plan.Sequences.Likely, plan.Sequences.High);
        Number(json, "decodeCeiling", plan.DecodeCeiling);
        Ranks(json, plan);
        Link(json, plan.Link);
        json.WriteString("overheadSource", Overheads.Source);
        json.WriteStartArray("notes");
        foreach (string note in plan.Notes)
        {
            json.WriteStringValue(note);
        }

        json.WriteEndArray();
        json.WriteStartArray("commands");
        foreach (NodeCommand command in ServingCommands.Of(plan))
        {
            json.WriteStartObject();
            json.WriteNumber("node", command.Node);
            json.WriteString("command", command.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The runtime's name in requests and answers.</summary>
    public static string RuntimeWord(ServingRuntime runtime) => runtime == ServingRuntime.Vllm ? "vllm" : "sglang";

    private static void Ranks(Utf8JsonWriter json, ServingPlan plan)
    {
        json.WriteStartArray("ranks");
        foreach (RankPlan rank in plan.Ranks)
        {
            json.WriteStartObject();
            json.WriteNumber("node", rank.Node);
            json.WriteString("device", rank.Device);
            json.WriteNumber("stage", rank.Stage);
            json.WriteNumber("layers", rank.Layers);
            Range(json, "weightsBytes", rank.Weights);
            Range(json, "activationsBytes", rank.Overheads.Activations);
            Range(json, "runtimeBytes", rank.Overheads.Runtime);
            Range(json, "graphsBytes", rank.Overheads.Graphs);
            Range(json, "besidesBytes", rank.Besides);
            Range(json, "budgetBytes", rank.Budget);
            Range(json, "poolBytes", rank.Pool);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes what a link costs, with the source of its figures; null where nothing passes.</summary>
    internal static void Link(Utf8JsonWriter json, LinkEffect? effect)
    {
        if (effect is null)
        {
            json.WriteNull("link");
            return;
        }

        json.WriteStartObject("link");
        json.WriteString("name", effect.Link?.Name);
        json.WriteString("what", effect.How);
        Number(json, "bytesPerSecond", effect.Link?.Bandwidth.BytesPerSecond);
        Number(json, "leastLatencySeconds", effect.Link?.LowLatency);
        Number(json, "mostLatencySeconds", effect.Link?.HighLatency);
        json.WriteNumber("bytesPerToken", effect.BytesPerToken);
        json.WriteNumber("messagesPerToken", effect.Messages);
        Number(json, "leastSecondsPerToken", effect.LeastSeconds);
        Number(json, "mostSecondsPerToken", effect.MostSeconds);
        json.WriteString("source", effect.Link?.Source);
        json.WriteString("date", effect.Link?.Date);
        json.WriteString("kind", effect.Link?.Kind);
        json.WriteEndObject();
    }

    private static void Range(Utf8JsonWriter json, string name, SizeRange range) => Range(json, name, range.Low.Bytes, range.Likely.Bytes, range.High.Bytes);

    private static void Range(Utf8JsonWriter json, string name, double low, double likely, double high)
    {
        json.WriteStartObject(name);
        json.WriteNumber("low", Math.Round(low, 3));
        json.WriteNumber("likely", Math.Round(likely, 3));
        json.WriteNumber("high", Math.Round(high, 3));
        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is double number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
