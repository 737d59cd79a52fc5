using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using LocalRig.Contract;
using LocalRig.Planning;
using LocalRig.Proof.Runtimes;
using LocalRig.Questions;
using LocalRig.Units;

namespace LocalRig.Proof.Verifying;

/// <summary>Has Ollama load a model with the plan's context, and reads what it says of it (docs/api.md: generate, ps). Ollama says two numbers: all of it, and what
/// is on graphics processors.</summary>
internal static class OllamaVerifier
{
    /// <summary>Verifies.</summary>
    public static async Task<VerifyReport> RunAsync(VerifyRequest request, Inquiry inquiry)
    {
        MemoryPlan plan = await PlannedRun.PlanAsync(request.Plan, inquiry).ConfigureAwait(false);
        string tag = request.Tag.Length > 0 ? request.Tag : request.Plan.Model;
        using JsonDocument version = await LocalApi.Ollama.GetAsync("api/version", inquiry.Cancellation).ConfigureAwait(false);
        using JsonDocument loaded = await LocalApi.Ollama.PostAsync("api/generate", Loading(tag, plan), inquiry.Cancellation).ConfigureAwait(false);
        using JsonDocument running = await LocalApi.Ollama.GetAsync("api/ps", inquiry.Cancellation).ConfigureAwait(false);
        JsonElement? model = Find(running.RootElement, tag);
        if (model is not JsonElement found || !found.TryGetProperty("size", out JsonElement size) || !found.TryGetProperty("size_vram", out JsonElement onCards))
        {
            throw new RequestException(new Problem(ErrorCode.Runtime, $"Ollama loaded {tag} and doesn't list it as running.", "Try again; another model may have pushed it out.", "runtime"));
        }

        long total = size.GetInt64();
        long cards = onCards.GetInt64();
        ImmutableArray<DevicePlan> devices = plan.Devices[..^1];
        ImmutableArray<VerifiedPart> parts =
        [
            new("graphics processors", ModelPart.All, new ByteSize(devices.Sum(d => d.Parts.Total.Bytes)), new ByteSize(cards), default),
            new(PrintedBuffers.Host, ModelPart.All, plan.Host.Parts.Total, new ByteSize(total - cards), default),
        ];
        List<string> notes = ["Ollama loaded it. What it tells is its own reckoning of weights, caches and buffers, as two numbers; parts aren't told."];
        if (found.TryGetProperty("context_length", out JsonElement context) && context.TryGetInt32(out int tokens) && tokens != plan.Effective.Context)
        {
            notes.Add($"Ollama runs it with a context of {tokens:N0} tokens where {plan.Effective.Context:N0} were planned.");
        }

        return new VerifyReport
        {
            Runtime = $"Ollama {(version.RootElement.TryGetProperty("version", out JsonElement v) ? v.GetString() : "")}",
            Method = "loaded",
            Plan = plan,
            Parts = parts,
            Tolerance = request.Tolerance,
            Notes = [.. notes, .. Differences.Explain(plan, parts)],
        };
    }

    private static string Loading(string tag, MemoryPlan plan)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes))
        {
            json.WriteStartObject();
            json.WriteString("model", tag); // without a prompt it is loaded and nothing more (docs/api.md, "Load a model")
            json.WriteBoolean("stream", false);
            json.WriteStartObject("options");
            json.WriteNumber("num_ctx", plan.Question.Workload.Context);
            json.WriteNumber("num_batch", plan.Question.Workload.Microbatch);
            if (!plan.ExpertsOnHost)
            {
                json.WriteNumber("num_gpu", Math.Min(plan.Placement.GpuLayers, plan.OffloadableLayers));
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <summary>A model among the running ones; Ollama adds ":latest" to names without a tag.</summary>
    internal static JsonElement? Find(JsonElement running, string tag)
    {
        if (!running.TryGetProperty("models", out JsonElement models) || models.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        foreach (JsonElement model in models.EnumerateArray())
        {
            string name = model.TryGetProperty("name", out JsonElement n) ? n.GetString() ?? "" : "";
            if (name.Equals(tag, StringComparison.OrdinalIgnoreCase) || name.Equals(tag + ":latest", StringComparison.OrdinalIgnoreCase))
            {
                return model;
            }
        }

        return null;
    }
}
