using LocalRig.Advice.Clusters;
using LocalRig.Cli.Lookup;
using LocalRig.Cli.Rendering;
using LocalRig.Contract;
using LocalRig.Planning;
using LocalRig.Serving;

namespace LocalRig.Cli.Commands;

/// <summary>llama.cpp over several machines: the others' devices join the first machine's through RPC servers.</summary>
internal static class RpcPlans
{
    public static async Task AnswerAsync(Surroundings surroundings, PlanRequest request, bool json, CancellationToken cancellation)
    {
        Cluster cluster = await ClusterWords.FindAsync(request, surroundings.Rigs, cancellation);
        if (cluster.Nodes.Length < 2)
        {
            throw new RequestException(new Problem(ErrorCode.Usage, "llama.cpp needs RPC only for a second machine.", $"`localrig plan {request.Model}` plans one; name several: --rig \"rtx-3090 / rtx-3090 over 10gbe\".", "--rig"));
        }

        MemoryPlan plan = await new PlanService(surroundings).AnswerAsync(request with { Rig = new DescribedRig(RpcPlan.Joined(cluster)) }, cancellation);
        RpcPlan answer = RpcPlan.Of(plan, cluster);
        if (json)
        {
            surroundings.Terminal.Output.WriteLine(PlanResultWriter.Text(false, w => RpcWriter.Write(w, answer)));
            return;
        }

        surroundings.Terminal.Draw(PlanScreen.Of(answer.Plan, surroundings.Terminal.Width));
        surroundings.Terminal.Draw(ServeScreen.OfRpc(answer));
        foreach (RpcNode node in answer.Nodes.Skip(1).Append(answer.Nodes[0])) // servers first: llama-server looks for them when it starts
        {
            surroundings.Terminal.Output.WriteLine($"[{node.Node}]$ {node.Command}");
        }
    }
}
