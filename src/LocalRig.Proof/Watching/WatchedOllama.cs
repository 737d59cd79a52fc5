using System.Text.Json;
using LocalRig.Contract;
using LocalRig.Planning;
using LocalRig.Questions;
using LocalRig.Units;

namespace LocalRig.Proof.Watching;

/// <summary>An Ollama (docs/api.md, GET /api/ps). It tells memory and context of what is loaded, and neither speed nor tokens in use.</summary>
internal sealed class WatchedOllama(ServerAnswers answers, WatchRequest request, string version) : WatchedServer(answers)
{
    private readonly Dictionary<(string Name, int Context), (MemoryPlan? Plan, string Note)> _plans = [];

    /// <inheritdoc/>
    public override async Task<WatchReport> LookAsync(Inquiry inquiry)
    {
        using JsonDocument? told = await Answers.JsonAsync("api/ps", inquiry.Cancellation).ConfigureAwait(false);
        WatchReport nothing = new() { At = inquiry.Desk.Time.GetUtcNow(), Server = $"Ollama {version}".Trim(), Model = "", State = "idle", FreeHost = Answers.Address.IsLoopback ? SeenMemory.Free() : null };
        if (told is null || !told.RootElement.TryGetProperty("models", out JsonElement models) || models.ValueKind != JsonValueKind.Array || models.GetArrayLength() == 0)
        {
            return nothing;
        }

        JsonElement model = models[0]; // the one used last stands first
        string name = Text(model, "name");
        int context = Number(model, "context_length") is long tokens and < int.MaxValue ? (int)tokens : 0;
        if (!_plans.TryGetValue((name, context), out (MemoryPlan? Plan, string Note) planned))
        {
            PlanRequest asked = request.Plan.Model.Length > 0 ? request.Plan : request.Plan with { Model = name };
            _plans[(name, context)] = planned = await PlannedAsync(context > 0 ? asked.With(w => w with { Context = context }) : asked, inquiry).ConfigureAwait(false);
        }

        long all = Number(model, "size") ?? 0;
        long cards = Number(model, "size_vram") ?? 0;
        MemoryPlan? plan = planned.Plan;
        List<string> notes = [.. planned.Note.Length > 0 ? [planned.Note] : (string[])[], "Ollama tells neither the speed nor the tokens in context; memory is its own reckoning."];
        if (models.GetArrayLength() > 1)
        {
            notes.Add($"It has {models.GetArrayLength() - 1} more loaded: {string.Join(", ", models.EnumerateArray().Skip(1).Select(m => Text(m, "name")))}.");
        }

        return nothing with
        {
            Model = name,
            State = "ready",
            Slots = context > 0 ? [new WatchedSlot(0, context, null, false)] : [],
            Memory =
            [
                .. cards > 0 || plan?.Placement.GpuLayers > 0 ? [new WatchedMemory("graphics processors", plan is null ? null : new ByteSize(plan.Devices[..^1].Sum(d => d.Parts.Total.Bytes)), new ByteSize(cards))] : (WatchedMemory[])[],
                new WatchedMemory("main memory", plan?.Host.Parts.Total, new ByteSize(Math.Max(0, all - cards))),
            ],
            Plan = plan,
            Notes = [.. notes],
        };
    }

    private static string Text(JsonElement of, string name) => of.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static long? Number(JsonElement of, string name) => of.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) ? number : null;
}
