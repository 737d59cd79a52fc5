using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using LocalRig.App.Tests.Cli;
using LocalRig.Local.Desks;
using LocalRig.Questions;
using Xunit;

namespace LocalRig.App.Tests.Questions;

/// <summary>Every face gives the same bytes, and they are what the schemas say.</summary>
public class FaceTests
{
    [Fact]
    public async Task Desk_command_line_and_batch_answer_the_same_bytes_and_fit_their_schemas()
    {
        Desk desk = NativeDesk.Make();
        Dictionary<string, (JsonSchema Request, JsonSchema Answer)> schemas = QuestionTable.All.ToDictionary(q => q.Name, q => (JsonSchema.FromText(Schemas.Request(q)), JsonSchema.FromText(Schemas.Answer(q))));
        List<(string Question, string[] Line, JsonObject Request)> requests = [.. HundredRequests.All()];
        Assert.True(requests.Count >= 100);
        List<string> direct = [];
        foreach ((string question, string[] line, JsonObject request) in requests)
        {
            string answer = await desk.AskAsync(question, request.ToJsonString(), cancellation: TestContext.Current.CancellationToken);
            CommandLine.Answer printed = await CommandLine.RealAsync([question, .. line, "--json"], input: question == "audit" ? HundredRequests.Guide : "");
            Assert.True(printed.Code == 0, $"{question} {string.Join(' ', line)}: {printed.Error}");
            Assert.Equal(answer + "\n", printed.Output.ReplaceLineEndings("\n"));
            Fits(schemas[question].Request, request.ToJsonString(), $"request of {question}");
            Fits(schemas[question].Answer, answer, $"answer of {question} {string.Join(' ', line)}");
            direct.Add(answer);
        }

        string lines = string.Join('\n', requests.Select(r => new JsonObject([.. r.Request.Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())), KeyValuePair.Create<string, JsonNode?>("question", r.Question)]).ToJsonString()));
        CommandLine.Answer batch = await CommandLine.RealAsync(["--batch", "-"], input: lines);
        Assert.Equal(direct, batch.Output.TrimEnd().Split('\n'));
    }

    /// <summary>Requests cover every question but the one that asks this machine.</summary>
    [Fact]
    public void Every_question_is_asked() =>
        Assert.Equal(QuestionTable.Names.Where(n => n != "doctor").Order(), HundredRequests.All().Select(r => r.Question).Distinct().Order());

    /// <summary>A question's own example is a request it answers, and this machine's report fits its schema.</summary>
    [Fact]
    public async Task Every_example_is_answered()
    {
        Desk desk = NativeDesk.Make();
        foreach (Question question in QuestionTable.All)
        {
            string answer = await desk.AskAsync(question.Name, question.Example, cancellation: TestContext.Current.CancellationToken);
            Fits(JsonSchema.FromText(Schemas.Request(question)), question.Example, question.Name);
            Fits(JsonSchema.FromText(Schemas.Answer(question)), answer, question.Name);
        }
    }

    [Theory]
    [InlineData("plan", """{"model":"Qwen3.5-9B","rig":"rtx-9999"}""", "rig-unknown")]
    [InlineData("plan", """{"model":"Qwen3.5-9B","rig":"rtx-3090","ctxx":1}""", "usage")]
    [InlineData("nothing", "{}", "usage")]
    [InlineData("match", "[]", "usage")]
    [InlineData("buy", "{}", "usage")]
    [InlineData("compare", """{"first":"rtx-3090"}""", "usage")]
    [InlineData("rank", "{}", "usage")]
    [InlineData("rig", """{"words":""}""", "usage")]
    [InlineData("plan", "{\"question\":7}", "usage")]
    public async Task What_is_wrong_is_said_in_the_form_of_errors(string question, string request, string code)
    {
        string answer = await new Desk().AskAsync(question, request, cancellation: TestContext.Current.CancellationToken);
        Fits(JsonSchema.FromText(Schemas.Error()), answer, question);
        Assert.Equal(code, JsonDocument.Parse(answer).RootElement.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_list_in_a_batch_line_takes_the_place_of_the_one_beside_the_batch()
    {
        CommandLine.Answer answer = await CommandLine.RealAsync(["match", "--batch", "-", "--family", "gpt-oss", "--rig", "rtx-3090", "--rig", "rtx-4080"], input: "{}\n{\"rig\":\"rtx-4090\"}\n{\"question\":\"survey\",\"rig\":\"64GB\"}");
        string[][] rigs = [.. answer.Output.TrimEnd().Split('\n').Take(2).Select(l => JsonDocument.Parse(l).RootElement.GetProperty("matches").EnumerateArray().Select(m => m.GetProperty("rig").GetString()!).ToArray())];
        Assert.Equal(["rtx-3090", "rtx-4080"], rigs[0]);
        Assert.Equal(["rtx-4090"], rigs[1]);
        Assert.Contains("\"name\":\"64GB\"", answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Schema_prints_what_the_core_says()
    {
        JsonElement plan = JsonDocument.Parse((await CommandLine.RealAsync(["schema", "plan"])).Output).RootElement;
        Assert.Equal(JsonDocument.Parse(Schemas.Answer(AskPlan.Question)).RootElement.ToString(), plan.GetProperty("answer").ToString());
        JsonElement all = JsonDocument.Parse((await CommandLine.RealAsync(["schema"])).Output).RootElement;
        Assert.Equal(QuestionTable.Names, all.GetProperty("questions").EnumerateArray().Select(q => q.GetProperty("question").GetString()!));
        Assert.Equal(2, (await CommandLine.RealAsync(["schema", "nope"])).Code);
    }

    private static void Fits(JsonSchema schema, string json, string what)
    {
        EvaluationResults results = schema.Evaluate(JsonDocument.Parse(json).RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
        Assert.True(results.IsValid, $"{what}: {string.Join("; ", (results.Details ?? []).Where(d => d.Errors is not null).SelectMany(d => d.Errors!.Select(e => $"{d.InstanceLocation} {e.Value}")).Take(4))}");
    }
}
