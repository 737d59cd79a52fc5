using System.Net;
using System.Net.Sockets;
using System.Reflection;
using LocalRig.Contract;
using LocalRig.Questions;
using LocalRig.Web.Api;
using LocalRig.Web.Desks;
using LocalRig.Web.Guards;
using LocalRig.Web.Mcp;
using LocalRig.Web.Metrics;
using LocalRig.Web.Page;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;

namespace LocalRig.Web;

/// <summary>LocalRig over HTTP: the page, the API, the tools for language models. It keeps nothing of what it is asked but answers that anybody may have.</summary>
public sealed class WebServer : IAsyncDisposable
{
    private const int FreePortsTried = 20; // more servers than one person starts

    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];

    private readonly WebApplication _app;
    private readonly WebOptions _options;
    private readonly QuestionAnswers _questions;
    private readonly ClientRates _rates;
    private readonly ToolTurns _turns = new();
    private readonly Meters _meters;
    private readonly PageFiles _page;
    private volatile bool _stopping;

    private WebServer(Desk own, WebOptions options, ListenAddress listen)
    {
        _options = options with { Listen = listen };
        Desk desk = ServedDesk.Of(own, _options);
        _meters = new Meters();
        _questions = new QuestionAnswers(desk, _options.Limits, _meters);
        _meters.Watch(desk, _questions.Cache);
        _rates = new ClientRates(_options.Limits);
        _page = new PageFiles(_options.Page);
        _app = Build(desk, listen);
    }

    /// <summary>The build's version.</summary>
    internal static string Version { get; } = typeof(WebServer).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    /// <summary>Where it answers.</summary>
    public Uri Address { get; private set; } = new("http://localhost/");

    /// <summary>Whether it has a page to show.</summary>
    public bool HasPage => _page.IsBuilt;

    /// <summary>Starts one.</summary>
    /// <param name="desk">The owner's desk; clients reach of it what the options allow.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Gives up starting.</param>
    /// <exception cref="RequestException">It can't be started so.</exception>
    public static async Task<WebServer> StartAsync(Desk desk, WebOptions options, CancellationToken cancellation = default)
    {
        Check(options);
        if (options.Listen is ListenAddress listen)
        {
            return await TryAsync(desk, options, listen, cancellation).ConfigureAwait(false)
                ?? throw new RequestException(new Problem(ErrorCode.Usage, $"{new IPEndPoint(listen.Address, listen.Port)} can't be listened on: it is taken, not this machine's, or not allowed.", "Name another with --listen.", "--listen"));
        }

        for (int port = ListenAddress.UsualPort; port < ListenAddress.UsualPort + FreePortsTried; port++)
        {
            if (await TryAsync(desk, options, new ListenAddress(IPAddress.Loopback, port), cancellation).ConfigureAwait(false) is WebServer started)
            {
                return started;
            }
        }

        throw new RequestException(new Problem(ErrorCode.Usage, $"The ports from {ListenAddress.UsualPort} on are taken.", "Name another with --listen 127.0.0.1:0.", "--listen"));
    }

    /// <summary>Stops: no new requests, and those being answered get their time.</summary>
    public async Task StopAsync()
    {
        _stopping = true;
        using CancellationTokenSource patience = new(_options.Limits.StopTime);
        await _app.StopAsync(patience.Token).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync().ConfigureAwait(false);
        _questions.Dispose();
        _rates.Dispose();
        _turns.Dispose();
        _meters.Dispose();
    }

    private static void Check(WebOptions options)
    {
        if (!options.IsPrivate && options.Token is null && !options.Open)
        {
            throw new RequestException(new Problem(
                ErrorCode.Usage, "Others could ask a server on this address.", "Give them a token with --token, or answer anybody with --open; without --listen only this machine is answered.", "--listen"));
        }

        if (options.Token is { Length: < TokenGuard.ShortestToken })
        {
            throw new RequestException(new Problem(ErrorCode.Usage, $"A token of fewer than {TokenGuard.ShortestToken} letters can be guessed.", "Make one with `openssl rand -hex 16`.", "--token"));
        }

        foreach ((string? folder, string option) in new[] { (options.Files, "--allow-files"), (options.Page, "--page") })
        {
            if (folder is not null && !Directory.Exists(folder))
            {
                throw new RequestException(new Problem(ErrorCode.Usage, $"There is no folder {folder}.", $"Name one with {option}.", option));
            }
        }
    }

    private static async Task<WebServer?> TryAsync(Desk desk, WebOptions options, ListenAddress listen, CancellationToken cancellation)
    {
        WebServer server = new(desk, options, listen);
        try
        {
            await server._app.StartAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception taken) when (taken is IOException or SocketException)
        {
            await server.DisposeAsync().ConfigureAwait(false);
            return null;
        }

        string bound = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        server.Address = new Uri(bound.Replace("//0.0.0.0", "//" + Environment.MachineName, StringComparison.Ordinal).Replace("//[::]", "//" + Environment.MachineName, StringComparison.Ordinal));
        return server;
    }

    /// <summary>The empty builder reads no appsettings.json of the folder it is started in, no variables and no arguments: only the options count.</summary>
    private WebApplication Build(Desk desk, ListenAddress listen)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, listen));
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = _options.Limits.StopTime);
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter(Meters.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
            .AddPrometheusExporter());
        McpServing.Add(builder.Services, desk, _turns);
        WebApplication app = builder.Build();
        app.Use(new Entrance(_options, _rates, _meters).PassAsync);
        app.UseRouting();
        Map(app);
        return app;
    }

    private void Configure(KestrelServerOptions kestrel, ListenAddress listen)
    {
        WebLimits limits = _options.Limits;
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = limits.Connections;
        kestrel.Limits.MaxRequestBodySize = limits.RequestBytes;
        kestrel.Limits.RequestHeadersTimeout = limits.HeaderTime;
        kestrel.Limits.KeepAliveTimeout = limits.IdleTime;
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(limits.BodyBytesPerSecond, limits.Grace);
        kestrel.Limits.MinResponseDataRate = new MinDataRate(limits.BodyBytesPerSecond, limits.Grace);
        kestrel.Listen(listen.Address, listen.Port, endpoint => endpoint.Protocols = HttpProtocols.Http1);
    }

    private void Map(WebApplication app)
    {
        ApiDirectory directory = new(Version);
        app.MapMethods("/healthz", Read, context => PlainAsync(context, "ok"));
        app.MapMethods("/readyz", Read, context => _stopping ? throw NotReady() : PlainAsync(context, "ready"));
        app.MapMethods("/api/v1", Read, directory.ListAsync);
        app.MapMethods("/api/v1/openapi.json", Read, directory.OpenApiAsync);
        app.MapMethods("/api/v1/schema/{question}", Read, context => directory.SchemaAsync(context, Named(context)));
        app.MapPost("/api/v1/batch", _questions.BatchAsync);
        if (_options.Evidence is IEvidenceIntake intake)
        {
            app.MapPost("/api/v1/evidence", new EvidencePost(intake, _options.Limits).TakeAsync);
        }

        app.MapPost("/api/v1/{question}", context => _questions.PostAsync(context, Named(context)));
        app.MapMethods("/api/v1/{question}", Read, context => _questions.GetAsync(context, Named(context)));
        app.MapPrometheusScrapingEndpoint("/metrics");
        McpServing.Map(app);
        app.MapFallback("{**address}", (RequestDelegate)_page.SendAsync);
    }

    private static string Named(HttpContext context) => (string)context.GetRouteValue("question")!;

    private static HttpProblemException NotReady() => new(HttpProblem.Of(StatusCodes.Status503ServiceUnavailable, "The server is stopping.", "Ask again in a moment."));

    private static async Task PlainAsync(HttpContext context, string text)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentLength = text.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.WriteAsync(text, context.RequestAborted).ConfigureAwait(false);
        }
    }
}
