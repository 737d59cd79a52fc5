using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using LocalRig.Contract;
using LocalRig.Forecasting;
using LocalRig.Planning;
using LocalRig.Questions;

namespace LocalRig.Proof.Watching;

/// <summary>A llama-server (tools/server/README.md: GET /health, /props, /slots, /metrics).</summary>
internal sealed class WatchedLlama(ServerAnswers answers, WatchRequest request) : WatchedServer(answers)
{
    private readonly List<string> _notes = [];
    private readonly Dictionary<(int Depth, int Busy), RateForecast?> _forecasts = [];
    private (MemoryPlan? Plan, ServerCommandLine? Line)? _planned;
    private (long At, ImmutableArray<Slot> Slots)? _before;
    private bool _hasSlots = true;

    /// <inheritdoc/>
    public override async Task<WatchReport> LookAsync(Inquiry inquiry)
    {
        using JsonDocument? health = await Answers.JsonAsync("health", inquiry.Cancellation).ConfigureAwait(false);
        using JsonDocument? props = await Answers.JsonAsync("props", inquiry.Cancellation).ConfigureAwait(false);
        JsonElement told = props?.RootElement ?? default;
        if (Text(told, "model_path") is not { Length: > 0 } path)
        {
            return new WatchReport { At = inquiry.Desk.Time.GetUtcNow(), Server = "llama-server", Model = "", State = "loading" };
        }

        ImmutableArray<Slot> slots = await SlotsAsync(inquiry).ConfigureAwait(false);
        (MemoryPlan? plan, ServerCommandLine? line) = _planned ??= await PlanAsync(told, path, slots, inquiry).ConfigureAwait(false);
        long now = Stopwatch.GetTimestamp();
        (double? answers, double? prompts) = Speeds(slots, now);
        int busy = slots.Count(s => s.IsBusy);
        WatchedSlot[] watched = [.. slots.Select(s => new WatchedSlot(s.Number, s.Context, s.Used, s.IsBusy))];
        WatchReport report = new()
        {
            At = inquiry.Desk.Time.GetUtcNow(),
            Server = $"llama-server {Text(told, "build_info")}".Trim(),
            Model = path[(path.LastIndexOfAny(['/', '\\']) + 1)..],
            State = busy > 0 ? "answering" : "ready",
            Slots = [.. watched],
            TokensPerSecond = answers,
            PromptTokensPerSecond = prompts,
            Memory = line is null ? [] : [.. await SeenMemory.OfAsync(line.Process, plan, inquiry.Cancellation).ConfigureAwait(false)],
            FreeHost = Answers.Address.IsLoopback ? SeenMemory.Free() : null,
            FullInSeconds = FullIn(slots, now),
            Forecast = plan is null || busy == 0 ? null : await ForecastAsync(plan, slots, busy, inquiry).ConfigureAwait(false),
            Plan = plan,
            Notes = [.. _notes],
        };
        _before = (now, slots);
        return report;
    }

    private async Task<ImmutableArray<Slot>> SlotsAsync(Inquiry inquiry)
    {
        if (!_hasSlots)
        {
            return [];
        }

        using JsonDocument? told = await Answers.JsonAsync("slots", inquiry.Cancellation).ConfigureAwait(false);
        if (told is null || told.RootElement.ValueKind != JsonValueKind.Array)
        {
            _hasSlots = false;
            _notes.Add("It was started with --no-slots, so it tells neither the context used nor the speed of answers under way.");
            return [];
        }

        return [.. told.RootElement.EnumerateArray().Select(Slot.Of)];
    }

    /// <summary>What it runs, by its own command line where that can be read, else by the plan it was named beside its address.</summary>
    private async Task<(MemoryPlan?, ServerCommandLine?)> PlanAsync(JsonElement props, string path, ImmutableArray<Slot> slots, Inquiry inquiry)
    {
        ServerCommandLine? line = ServerCommandLine.At(Answers.Address);
        PlanRequest asked = request.Plan;
        bool named = asked.Model.Length > 0;
        if (!named && line is null && !(Answers.Address.IsLoopback && File.Exists(path)))
        {
            _notes.Add("There is no plan to compare with: neither its command line nor its model's file can be read here. Name the model and the options it was started with: --model FILE -c N.");
            return (null, null);
        }

        if (!named)
        {
            List<Problem> problems = [];
            asked = line?.Plan(problems) ?? asked;
            if (problems.Count > 0)
            {
                _notes.Add($"There is no plan to compare with: of its command line this isn't known: {string.Join("; ", problems.Select(p => p.Message))}");
                return (null, line);
            }

            asked = asked with { Model = path };
            int each = slots.IsEmpty ? props.TryGetProperty("default_generation_settings", out JsonElement settings) ? Number(settings, "n_ctx") ?? 0 : 0 : slots[0].Context;
            int count = Number(props, "total_slots") ?? Math.Max(1, slots.Length);
            bool shared = line?.SharesCache ?? false;
            asked = each > 0 ? asked.With(w => w with { Context = shared ? each : each * count, Parallel = count, KvUnified = shared }) : asked;
        }

        (MemoryPlan? plan, string note) = await PlannedAsync(asked, inquiry).ConfigureAwait(false);
        _notes.AddRange(note.Length > 0 ? [note] : []);
        return (plan, line);
    }

    /// <summary>Tokens of answers and of prompts since the last look, by the slots that are still at the same task.</summary>
    private (double? Answers, double? Prompts) Speeds(ImmutableArray<Slot> slots, long now)
    {
        if (_before is not { } before)
        {
            return (null, null);
        }

        double seconds = Stopwatch.GetElapsedTime(before.At, now).TotalSeconds;
        (Slot Now, Slot Then)[] same = [.. slots.Where(s => s.IsBusy).SelectMany(s => before.Slots.Where(b => b.Number == s.Number && b.IsBusy && b.Task == s.Task).Select(b => (s, b)))];
        double answers = same.Sum(p => Math.Max(0, p.Now.Decoded - p.Then.Decoded));
        double prompts = same.Sum(p => Math.Max(0, p.Now.PromptRead - p.Then.PromptRead));
        return (answers > 0 ? answers / seconds : null, prompts > 0 ? prompts / seconds : null);
    }

    private double? FullIn(ImmutableArray<Slot> slots, long now)
    {
        if (_before is not { } before)
        {
            return null;
        }

        double seconds = Stopwatch.GetElapsedTime(before.At, now).TotalSeconds;
        double[] left =
        [
            .. from s in slots
               from b in before.Slots
               where b.Number == s.Number && b.Task == s.Task && s.IsBusy && s.Decoded > b.Decoded && s.Used is not null && s.Context > 0
               select Math.Max(0, s.Context - s.Used!.Value) / ((s.Decoded - b.Decoded) / seconds),
        ];
        return left.Length > 0 ? left.Min() : null;
    }

    /// <summary>The forecast of as many answers at the depth they have; of some of the slots nothing is forecast.</summary>
    private async Task<RateForecast?> ForecastAsync(MemoryPlan plan, ImmutableArray<Slot> slots, int busy, Inquiry inquiry)
    {
        const int Step = 256; // tokens: a forecast doesn't differ within it
        int depth = slots.Where(s => s.IsBusy).Max(s => s.Used ?? 0) / Step * Step;
        if (!_forecasts.TryGetValue((depth, busy), out RateForecast? known))
        {
            PlanQuestion question = plan.Question with { Depth = depth, Workload = plan.Question.Workload with { Parallel = busy } };
            (MemoryPlan? asked, _) = await PlannedAsync(new PlanRequest { Model = plan.Model.Source, Rig = new DescribedRig(plan.Rig), Question = question }, inquiry).ConfigureAwait(false);
            known = busy > 1 ? asked?.Forecast?.Users?.Total : asked?.Forecast?.Decode;
            _forecasts[(depth, busy)] = known;
        }

        return known;
    }

    private static string Text(JsonElement of, string name) => of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static int? Number(JsonElement of, string name) => of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? number : null;

    /// <summary>A slot as /slots tells it.</summary>
    private readonly record struct Slot(int Number, int Context, int Task, bool IsBusy, int? Used, int Decoded, int PromptRead)
    {
        public static Slot Of(JsonElement slot)
        {
            JsonElement next = slot.TryGetProperty("next_token", out JsonElement told) && told.ValueKind == JsonValueKind.Array && told.GetArrayLength() > 0 ? told[0] : told; // an object before 0.5.0
            bool busy = slot.TryGetProperty("is_processing", out JsonElement processing) && processing.ValueKind == JsonValueKind.True;
            int decoded = WatchedLlama.Number(next, "n_decoded") ?? 0;
            return new Slot(
                WatchedLlama.Number(slot, "id") ?? 0, WatchedLlama.Number(slot, "n_ctx") ?? 0, WatchedLlama.Number(slot, "id_task") ?? -1, busy,
                busy ? WatchedLlama.Number(slot, "n_prompt_tokens") : null, busy ? decoded : 0, WatchedLlama.Number(slot, "n_prompt_tokens_processed") ?? 0);
        }
    }
}
