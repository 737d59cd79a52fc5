using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LocalRig.Questions;
using LocalRig.Web;
using LocalRig.Web.Api;
using Xunit;

namespace LocalRig.App.Tests.Web;

/// <summary>The API: statuses, problems, descriptions, tags, codings.</summary>
public class ApiTests
{
    private const string Plan = """{"model":"Qwen3.5-9B","rig":"rtx-3090"}""";

    [Theory]
    [InlineData("plan", """{"model":"Qwen3.5-9B","rig":"rtx-9999"}""", 422, "rig-unknown")]
    [InlineData("plan", """{"model":"Qwen3.5-9B","rig":"rtx-3090","ctxx":1}""", 400, "usage")]
    [InlineData("plan", """{"model":"nothing of that name","rig":"rtx-3090"}""", 404, "model-not-found")]
    [InlineData("plan", """{"model":"/etc/passwd.gguf","rig":"rtx-3090"}""", 422, "model-unreadable")]
    [InlineData("plan", "{", 400, "usage")]
    [InlineData("plan", "[]", 400, "usage")]
    [InlineData("plan", """{"model":"\ud800","rig":"rtx-3090"}""", 400, "usage")]
    [InlineData("nothing", "{}", 404, "usage")]
    [InlineData("plam", "{}", 404, "usage")]
    [InlineData("buy", "{}", 400, "usage")]
    public async Task What_is_wrong_is_a_problem_with_its_status(string question, string request, int status, string code)
    {
        await using ServedDesk served = await ServedDesk.StartAsync();
        using HttpResponseMessage response = await served.PostAsync("api/v1/" + question, request);
        await IsProblem(response, status, code);
    }

    [Fact]
    public async Task What_is_sent_wrongly_is_a_problem_too()
    {
        await using ServedDesk served = await ServedDesk.StartAsync(ServedDesk.Usual with { Limits = ServedDesk.Usual.Limits with { RequestBytes = 1000, BatchBytes = 1000 } });
        using HttpResponseMessage type = await served.PostAsync("api/v1/plan", Plan, "text/plain");
        await IsProblem(type, 415, "usage");
        using HttpResponseMessage form = await served.PostAsync("api/v1/batch", Plan, "application/x-www-form-urlencoded");
        await IsProblem(form, 415, "usage");
        using HttpResponseMessage large = await served.PostAsync("api/v1/plan", new string(' ', 1001) + Plan);
        await IsProblem(large, 413, "limit");
        using HttpResponseMessage unknown = await served.Client.PostAsync("api/v1/plan", new Untold(new string(' ', 1001) + Plan) { Headers = { ContentType = new("application/json") } }, TestContext.Current.CancellationToken);
        await IsProblem(unknown, 413, "limit");
        using HttpResponseMessage bytes = await served.Client.PostAsync("api/v1/plan", new ByteArrayContent([(byte)'{', 0xff, (byte)'}']) { Headers = { ContentType = new("application/json") } }, TestContext.Current.CancellationToken);
        await IsProblem(bytes, 400, "usage");
        using HttpResponseMessage method = await served.SendAsync(HttpMethod.Delete, "api/v1/plan");
        await IsProblem(method, 405, "usage");
        using HttpResponseMessage both = await served.SendAsync(HttpMethod.Get, "api/v1/plan?q={}&model=x");
        await IsProblem(both, 400, "usage");
    }

    [Fact]
    public async Task Time_that_is_over_is_a_status_of_its_own()
    {
        await using ServedDesk served = await ServedDesk.StartAsync(ServedDesk.Usual with { Limits = ServedDesk.Usual.Limits with { Time = TimeSpan.FromMilliseconds(1) } });
        using HttpResponseMessage response = await served.PostAsync("api/v1/match", """{"tiers":true}""");
        await IsProblem(response, 503, "limit");
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task OpenApi_names_every_question_and_its_examples_are_answered()
    {
        await using ServedDesk served = await ServedDesk.StartAsync();
        JsonNode document = JsonNode.Parse(await served.Client.GetStringAsync("api/v1/openapi.json", TestContext.Current.CancellationToken))!;
        Assert.StartsWith("3.1", (string?)document["openapi"], StringComparison.Ordinal);
        JsonObject paths = document["paths"]!.AsObject();
        Assert.Equal(QuestionTable.Names.Select(n => "/api/v1/" + n).Append("/api/v1/batch").Order(), paths.Select(p => p.Key).Order());
        foreach ((string path, JsonNode? operations) in paths)
        {
            (string type, JsonNode? media) = operations!["post"]!["requestBody"]!["content"]!.AsObject().Single();
            string example = media!["example"] is JsonValue text ? (string)text! : media["example"]!.ToJsonString();
            using HttpResponseMessage response = await served.PostAsync(path, example, type);
            string answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"{path}: {answer}");
            Assert.DoesNotContain("\"error\"", answer[..Math.Min(answer.Length, 50)], StringComparison.Ordinal);
        }

        Assert.All(References(document), reference => Assert.NotNull(At(document, reference)));
    }

    [Fact]
    public async Task The_list_leads_to_every_schema()
    {
        await using ServedDesk served = await ServedDesk.StartAsync();
        JsonElement list = JsonDocument.Parse(await served.Client.GetStringAsync("api/v1", TestContext.Current.CancellationToken)).RootElement;
        Assert.Equal(QuestionTable.Names, list.GetProperty("questions").EnumerateArray().Select(q => q.GetProperty("question").GetString()!));
        foreach (JsonElement question in list.GetProperty("questions").EnumerateArray())
        {
            Assert.Contains("$schema", await served.Client.GetStringAsync(question.GetProperty("schema").GetString(), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_tag_is_of_a_request_and_a_coding_and_spares_the_answer()
    {
        await using ServedDesk served = await ServedDesk.StartAsync();
        const string Address = "api/v1/plan?model=Qwen3.5-9B&rig=rtx-3090";
        using HttpResponseMessage plain = await served.SendAsync(HttpMethod.Get, Address);
        using HttpResponseMessage brotli = await served.SendAsync(HttpMethod.Get, Address, ("Accept-Encoding", "gzip, br"));
        using HttpResponseMessage gzip = await served.SendAsync(HttpMethod.Get, Address, ("Accept-Encoding", "gzip, br;q=0"));
        using HttpResponseMessage other = await served.SendAsync(HttpMethod.Get, "api/v1/plan?model=Qwen3.5-9B&rig=rtx-4090");
        string[] tags = [.. new[] { plain, brotli, gzip, other }.Select(r => r.Headers.ETag!.ToString())];
        Assert.Equal(4, tags.Distinct().Count());
        Assert.All(tags, t => Assert.False(t.StartsWith("W/", StringComparison.Ordinal)));
        string answer = await plain.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(answer, await ReadAsync(new BrotliStream(await brotli.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), CompressionMode.Decompress)));
        Assert.Equal(answer, await ReadAsync(new GZipStream(await gzip.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), CompressionMode.Decompress)));
        foreach (string tag in tags[..3])
        {
            using HttpResponseMessage known = await served.SendAsync(HttpMethod.Get, Address, ("If-None-Match", tag));
            Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
            Assert.Empty(await known.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }

        using HttpResponseMessage changed = await served.SendAsync(HttpMethod.Get, Address, ("If-None-Match", tags[3]));
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
    }

    [Theory]
    [InlineData("doctor", "{}")]
    [InlineData("plan", """{"model":"Qwen3.5-9B"}""")]
    [InlineData("rig", """{"words":"this"}""")]
    public async Task What_depends_on_this_machine_has_no_tag(string question, string request)
    {
        await using ServedDesk served = await ServedDesk.StartAsync();
        using HttpResponseMessage response = await served.PostAsync("api/v1/" + question, request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Null(response.Headers.ETag);
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
    }

    [Fact]
    public void The_cache_stays_below_its_bound_and_keeps_what_is_asked_for()
    {
        AnswerCache cache = new(1 << 20);
        for (int i = 0; i < 2000; i++)
        {
            cache.Keep($"{i}", new Body(new byte[2000], Body.Json, $"{i}"));
            Assert.InRange(cache.Bytes, 0, (1 << 20) + 10_000);
            Assert.NotNull(cache.Find("0"));
        }

        Assert.Null(cache.Find("1"));
        Assert.Null(cache.Find("nothing"));
    }

    [Fact]
    public async Task A_batch_longer_than_the_limit_answers_what_it_may_and_says_so()
    {
        await using ServedDesk served = await ServedDesk.StartAsync(ServedDesk.Usual with { Limits = ServedDesk.Usual.Limits with { BatchLines = 2 } });
        using HttpResponseMessage response = await served.PostAsync("api/v1/batch?question=rig", string.Concat(Enumerable.Repeat("{\"words\":\"rtx-3090\"}\n", 3)), "application/jsonl");
        string[] lines = (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).TrimEnd().Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Contains("\"code\":\"limit\"", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_whose_time_is_over_says_so_in_its_last_line()
    {
        await using ServedDesk served = await ServedDesk.StartAsync(ServedDesk.Usual with { Limits = ServedDesk.Usual.Limits with { BatchTime = TimeSpan.FromMilliseconds(300) } });
        string lines = string.Concat(Enumerable.Range(0, 200).Select(i => $$"""{"question":"match","tiers":true,"ctx":{{8192 + i}}}""" + "\n"));
        using HttpResponseMessage response = await served.PostAsync("api/v1/batch", lines, "application/x-ndjson");
        string[] answers = (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).TrimEnd('\n').Split('\n');
        Assert.InRange(answers.Length, 1, 199);
        Assert.All(answers, a => JsonDocument.Parse(a));
        Assert.StartsWith("{\"error\":{\"code\":\"limit\"", answers[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_and_figures_are_told()
    {
        await using ServedDesk served = await ServedDesk.StartAsync();
        Assert.Equal("ok", await served.Client.GetStringAsync("healthz", TestContext.Current.CancellationToken));
        Assert.Equal("ready", await served.Client.GetStringAsync("readyz", TestContext.Current.CancellationToken));
        await served.AskAsync("rig", """{"words":"rtx-3090"}""");
        string figures = await served.Client.GetStringAsync("metrics", TestContext.Current.CancellationToken);
        Assert.Contains("localrig_answers", figures, StringComparison.Ordinal);
        Assert.Contains("question=\"rig\"", figures, StringComparison.Ordinal);
    }

    internal static async Task IsProblem(HttpResponseMessage response, int status, string code)
    {
        string body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode}: {body}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        JsonElement problem = JsonDocument.Parse(body).RootElement;
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        Assert.Equal(problem.GetProperty("detail").GetString(), problem.GetProperty("error").GetProperty("message").GetString());
    }

    private static async Task<string> ReadAsync(Stream stream)
    {
        using StreamReader reader = new(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonArray list => list.SelectMany(References),
        JsonObject parts => parts.SelectMany(p => p.Key == "$ref" && p.Value is JsonValue v ? [(string)v!] : References(p.Value)),
        _ => [],
    };

    private static JsonNode? At(JsonNode document, string reference) =>
        reference.TrimStart('#', '/').Split('/').Aggregate((JsonNode?)document, (node, part) => node?[part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)]);

    /// <summary>A body that says nothing of its length.</summary>
    private sealed class Untold(string text) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(Encoding.UTF8.GetBytes(text)).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
