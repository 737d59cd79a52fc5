using LocalRig.Cli.Faces;
using System.Globalization;
using LocalRig.Advice.Clusters;
using LocalRig.Answers;
using LocalRig.Contract;
using LocalRig.Runtimes;
using LocalRig.Serving;
using LocalRig.Units;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LocalRig.Cli.Rendering;

/// <summary>The screen of <c>localrig serve</c>.</summary>
internal static class ServeScreen
{
    /// <summary>Shows a plan for many users or machines, and the commands, which aren't drawn: a drawn line is broken at the screen's edge,
    /// and these are to be copied.</summary>
    public static void Show(Showing<ServeAnswer> showing)
    {
        Terminal terminal = showing.Terminal;
        if (showing.Answer is ServedOverRpc { Plan: var rpc })
        {
            Notes notes = new(terminal.Width, showing.Choices.Has(Notes.Option.Name));
            terminal.Draw(PlanScreen.Of(rpc.Plan, terminal.Width, notes));
            terminal.Draw(OfRpc(rpc, notes));
            foreach (RpcNode node in rpc.Nodes.Skip(1).Append(rpc.Nodes[0])) // servers first: llama-server looks for them when it starts
            {
                terminal.Output.WriteLine($"[{node.Node}]$ {node.Command}");
            }
        }
        else if (showing.Answer is Served { Kept: { } kept })
        {
            KeptFileText.Print(terminal, kept);
        }
        else if (showing.Answer is Served { Plan: var plan })
        {
            terminal.Draw(Of(plan, terminal.Width, new Notes(terminal.Width, showing.Choices.Has(Notes.Option.Name))));
            foreach (NodeCommand start in ServingCommands.Of(plan))
            {
                terminal.Output.WriteLine($"{(plan.Cluster.Nodes.Length > 1 ? $"[{start.Node}]" : "")}$ {start.Text}");
            }
        }
    }

    private const int RoomForBounds = 76;
    private const int RoomForParts = 100;
    private const double Milli = 1000;

    public static IRenderable Of(ServingPlan plan, int width, Notes notes)
    {
        List<IRenderable> rows = [Heading(plan), Text.Empty, Verdict(plan), Text.Empty, Table(plan, width), Text.Empty];
        rows.Add(new Markup($"Pool: [bold]{Whole(plan.PoolTokens.Likely)}[/] tokens{(plan.Parallelism.Data > 1 ? " in each replica" : "")} ({Whole(plan.PoolTokens.Low)} to {Whole(plan.PoolTokens.High)}), {plan.CachePerToken} each on a device, in blocks of {plan.Block}"));
        rows.Add(new Markup($"At once: [bold]{Sequences(plan.Sequences.Likely)}[/] sequences of {plan.Question.Context:N0} tokens ({Sequences(plan.Sequences.Low)} to {Sequences(plan.Sequences.High)}); shorter ones, more"));
        if (plan.DecodeCeiling is double ceiling)
        {
            rows.Add(new Markup($"Speed of one sequence: at most {ceiling:N0} tok/s, every weight read once{(plan.Link?.LeastSeconds is null ? "" : " and the link at its best")}"));
        }

        if (plan.Link is { } link)
        {
            rows.Add(new Markup(Markup.Escape(Link(link))));
        }

        rows.AddRange(plan.Notes.SelectMany(n => notes.Take(n, "note", style: "")));
        rows.AddRange(notes.Take($"Besides: scratch of a step, libraries, CUDA graphs, what of them counts against the limit. Weights and cache are arithmetic over the model's shapes; the rest lies within bounds from {Overheads.Source} (docs/serving.md)."));
        rows.AddRange(notes.Rest());
        rows.Add(Text.Empty);
        return new Rows(rows);
    }

    /// <summary>What the link costs llama.cpp over RPC, and what each machine holds.</summary>
    public static IRenderable OfRpc(RpcPlan answer, Notes notes)
    {
        List<IRenderable> rows = [Text.Empty];
        rows.AddRange(answer.Link is { } effect ? [new Markup(Markup.Escape(Link(effect)))] : []);
        if (answer.Link is not null && answer.Plan.Forecast is not null)
        {
            rows.AddRange(notes.Take($"The ranges above count the link, at the low end with {Time(RpcPlan.Software.DecodeSeconds)} a token and machine besides, the most RPC itself was seen to lose ({RpcPlan.Software.Source}, {RpcPlan.Software.Date})."));
        }

        rows.AddRange(answer.Nodes.Select(n => new Markup(Markup.Escape($"Machine {n.Node}, {n.Rig}: {n.Total} of {n.Usable} on {string.Join(", ", n.Devices.Select(d => d.Name))}"))));
        rows.AddRange(notes.Rest());
        rows.Add(Text.Empty);
        return new Rows(rows);
    }

    private static Markup Heading(ServingPlan plan)
    {
        string split = plan.Parallelism.Ranks == 1 ? "one device" : $"tensor parallel {plan.Parallelism.Tensor}, {plan.Parallelism.Pipeline} pipeline stage{(plan.Parallelism.Pipeline == 1 ? "" : "s")}{(plan.Parallelism.Data > 1 ? $", {plan.Parallelism.Data} replicas" : "")}{(plan.Parallelism.Expert ? $", experts over {plan.Parallelism.ExpertRanks} devices" : "")}";
        return new Markup(
            $"[bold]{Markup.Escape(plan.Model.Id)} {plan.Format.Name}[/]  {Quantities.Parameters(plan.Model.Tensors.Elements)} parameters\n"
            + $"on {Markup.Escape(plan.Cluster.Name)}, {plan.Question.Runtime.Word()}, {split}, {plan.Question.Utilization.ToString("0.##", CultureInfo.InvariantCulture)} of memory");
    }

    private static Markup Verdict(ServingPlan plan)
    {
        (string colour, string word, string why) =
            plan.FitsSurely ? ("green", "fits", "even by the worst figures a sequence of this length finds room.")
            : plan.Fits ? ("yellow", "tight", "by the likely figures a sequence of this length finds room, by the worst it doesn't.")
            : plan.Sequences.High >= 1 ? ("yellow", "unlikely", "only by the best figures a sequence of this length finds room.")
            : ("red", "does not fit", "not even one sequence of this length finds room.");
        return new Markup($"[bold {colour}]{word}[/]  {why}");
    }

    /// <summary>One row for devices that hold the same.</summary>
    private static Table Table(ServingPlan plan, int width)
    {
        bool bounds = width >= RoomForBounds;
        bool parts = width >= RoomForParts;
        bool nodes = plan.Cluster.Nodes.Length > 1;
        string[] titles = [nodes ? "machine" : "GiB", "devices", ">layers", ">weights", .. parts ? (string[])[">activations", ">runtime", ">graphs"] : [">besides"], ">limit", ">pool"];
        Table table = Quantities.PlainTable(titles);
        foreach (var alike in plan.Ranks.GroupBy(r => (r.Node, r.Stage, r.Weights, r.Budget, r.Pool)))
        {
            RankPlan rank = alike.First();
            string devices = alike.Count() == 1 ? rank.Device : $"{rank.Device}–{alike.Last().Device}";
            string[] besides = parts
                ? [Size(rank.Overheads.Activations, true), Size(rank.Overheads.Runtime, true), Size(rank.Overheads.Graphs, true)]
                : [Size(rank.Besides, bounds)];
            table.AddRow([nodes ? $"{rank.Node}" : "", devices, $"{rank.Layers}", Size(rank.Weights, bounds), .. besides, Size(rank.Budget, false), $"[bold]{Size(rank.Pool, bounds)}[/]"]);
        }

        return table;
    }

    private static string Size(SizeRange range, bool bounds) =>
        bounds && range.Low != range.High ? $"{Gib(range.Low)}–{Gib(range.High)}" : Gib(range.Likely);

    private static string Gib(ByteSize size) => size.Gibibytes.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Whole(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Sequences(double count) => count < 1 ? "none" : Math.Floor(count).ToString("N0", CultureInfo.InvariantCulture);

    private static string Time(double seconds) =>
        seconds >= 1 / Milli ? $"{(seconds * Milli).ToString("0.##", CultureInfo.InvariantCulture)} ms" : $"{(seconds * Milli * Milli).ToString("0.#", CultureInfo.InvariantCulture)} µs";

    private static string Link(LinkEffect effect)
    {
        string time = effect.LeastSeconds is not double least ? ""
            : effect.MostSeconds is double most ? $" {Time(least)} to {Time(most)} a token over {effect.Link!.Name} ({effect.Link.Bandwidth})."
            : $" At least {Time(least)} a token over {effect.Link!.Name} ({effect.Link.Bandwidth}); its latency is unknown.";
        return $"Link: {effect.How} {new ByteSize(effect.BytesPerToken)} a token.{time}";
    }
}
