using LocalRig.Advice.Clusters;
using LocalRig.Runtimes.Keeping;
using LocalRig.Serving;

namespace LocalRig.Answers;

/// <summary>A model for many users or over several machines.</summary>
public abstract record ServeAnswer;

/// <summary>Under vLLM or SGLang.</summary>
/// <param name="Plan">Per device, with bounds.</param>
public sealed record Served(ServingPlan Plan) : ServeAnswer
{
    /// <summary>The file to keep, where one was asked for.</summary>
    public KeptFile? Kept { get; init; }
}

/// <summary>Under llama.cpp, over RPC.</summary>
/// <param name="Plan">Per device and machine, to the byte.</param>
public sealed record ServedOverRpc(RpcPlan Plan) : ServeAnswer;
