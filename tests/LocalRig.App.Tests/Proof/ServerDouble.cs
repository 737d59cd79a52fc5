using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace LocalRig.App.Tests.Proof;

/// <summary>A server on a port of its own that answers as a runtime's documentation shows it.</summary>
internal sealed class ServerDouble : IAsyncDisposable, IDisposable
{
    private readonly WebApplication _app;
    private readonly List<(string Path, string Body)> _asked = [];

    /// <summary>Starts it.</summary>
    /// <param name="answer">The answer to a path; null for 404.</param>
    public ServerDouble(Func<string, string?> answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0)); // the system's choice, so that no other test takes it between choosing and listening
        _app = builder.Build();
        _app.Run(context => AnswerAsync(context, answer));
        _app.Start();
        Address = _app.Urls.Single();
    }

    /// <summary>Where it is.</summary>
    public string Address { get; }

    /// <summary>What was sent to a path.</summary>
    public string[] Asked(string path)
    {
        lock (_asked)
        {
            return [.. _asked.Where(a => a.Path == path).Select(a => a.Body)];
        }
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, Func<string, string?> answer)
    {
        using StreamReader body = new(context.Request.Body);
        string path = context.Request.Path, sent = await body.ReadToEndAsync(context.RequestAborted);
        string? text;
        lock (_asked)
        {
            _asked.Add((path, sent));
            text = answer(path);
        }

        context.Response.StatusCode = text is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text ?? ""), context.RequestAborted);
    }
}
