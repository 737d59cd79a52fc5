using System.Text.Json;
using LocalRig.Advice.Clusters;
using LocalRig.Engines;
using LocalRig.Planning;
using LocalRig.Runtimes;

namespace LocalRig.Contract;

/// <summary>Writes a plan over RPC as JSON: a plan's fields, and what each machine holds and what joins them besides.</summary>
public static class RpcWriter
{
    private const int Digits = 6; // of seconds: microseconds

    /// <summary>Writes the plan.</summary>
    public static void Write(Utf8JsonWriter json, RpcPlan answer)
    {
        // A plan alone doesn't know which devices are in one machine, behind one server.
        RuntimeCommand server = RuntimeCommands.Of(answer.Plan, "llama-server")! with { Lines = [answer.Nodes[0].Command] };
        PlanResultWriter.Write(
            json, answer.Plan,
            () =>
            {
                ServingWriter.Link(json, answer.Link);
                Software(json);
                json.WriteStartArray("nodes");
                foreach (RpcNode node in answer.Nodes)
                {
                    Node(json, node);
                }

                json.WriteEndArray();
            },
            [server]);
    }

    private static void Software(Utf8JsonWriter json)
    {
        json.WriteStartObject("software");
        json.WriteString("what", RpcPlan.Software.What);
        json.WriteNumber("mostSecondsPerToken", Math.Round(RpcPlan.Software.DecodeSeconds, Digits));
        json.WriteString("source", RpcPlan.Software.Source);
        json.WriteString("date", RpcPlan.Software.Date);
        json.WriteString("kind", RpcPlan.Software.Kind);
        json.WriteEndObject();
    }

    private static void Node(Utf8JsonWriter json, RpcNode node)
    {
        json.WriteStartObject();
        json.WriteNumber("node", node.Node);
        json.WriteString("rig", node.Rig);
        json.WriteTexts("devices", node.Devices.Select(d => d.Name));
        Sum("weightsBytes", d => d.Parts.Weights.Bytes);
        Sum("kvCacheBytes", d => d.Parts.KvCache.Bytes);
        Sum("recurrentStateBytes", d => d.Parts.RecurrentState.Bytes);
        Sum("computeBytes", d => d.Parts.Compute.Bytes);
        Sum("outputBytes", d => d.Parts.Output.Bytes);
        Sum("runtimeBytes", d => d.RuntimeBytes.Bytes);
        json.WriteNumber("totalBytes", node.Total.Bytes);
        json.WriteNumber("usableBytes", node.Usable.Bytes);
        json.WriteString("command", node.Command);
        json.WriteEndObject();

        void Sum(string name, Func<DevicePlan, long> of) => json.WriteNumber(name, node.Devices.Sum(of));
    }
}
