using LocalRig.Models;
using LocalRig.Units;
using LocalRig.Workloads;

namespace LocalRig.Planning;

/// <summary>What a plan answers for a given model and rig: the workload, the wished placement and the lengths a forecast is for.</summary>
public sealed record PlanQuestion
{
    /// <summary>Prompt length of the prefill figure when none is given: llama-bench's pp512.</summary>
    public const int DefaultPromptTokens = 512;

    /// <summary>What is asked of the model.</summary>
    public Workload Workload { get; init; } = new();

    /// <summary>Where it should go.</summary>
    public PlacementRequest Placement { get; init; } = new();

    /// <summary>What a comfortable plan leaves free on every device and the host: by default llama.cpp's own fitting's
    /// (common/common.h, <c>fit_params_target</c>, 1024 MiB).</summary>
    public ByteSize Margin { get; init; } = new(1024 * ByteSize.BytesPerMebibyte);

    /// <summary>Size of the real file when only a catalogue model is named; the recipe's bytes were scaled to it.</summary>
    public ByteSize? FileBytes { get; init; }

    /// <summary>Tokens already in context for the decode figure; null for half the context.</summary>
    public int? Depth { get; init; }

    /// <summary>Prompt length for prefill and time to first token; null for the default, or what a smaller context holds.</summary>
    public int? PromptTokens { get; init; }

    /// <summary>A smaller model that drafts beside the model (-md), loaded whole; null without one.</summary>
    public Model? Draft { get; init; }

    /// <summary>The vision projector's file or address, as the user names it; null without one. Its bytes are taken off the rig.</summary>
    public string? Projector { get; init; }

    /// <summary>A vision projector beside the model; null without one.</summary>
    public VisionLoad? Vision { get; init; }

    /// <summary>RPC servers in the order of the devices behind them, as llama-server takes them (--rpc): <c>host:port,host:port</c>; empty where nobody named them.</summary>
    public string RpcServers { get; init; } = "";

    /// <summary>That the engine's own fitting chooses context and placement; null where LocalRig does. A workload's context of 0 is then left open.</summary>
    public FitWish? Fit { get; init; }

    /// <summary>Watts each card is held to (nvidia-smi -pl, rocm-smi --setpoweroverdrive); null for its usual limit.</summary>
    public int? PowerWatts { get; init; }

    /// <summary>Whether a forecast may look measurements up.</summary>
    public bool Evidence { get; init; } = true;

    /// <summary>The depth with its default filled in.</summary>
    public int EffectiveDepth => Depth ?? Workload.Context / 2;

    /// <summary>The prompt length with its default filled in.</summary>
    public int EffectivePromptTokens => PromptTokens ?? Math.Min(DefaultPromptTokens, Math.Max(1, Workload.Context));
}
