using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Brasa.Runtimes.Tests.Support;

/// <summary>What a runtime posted: a response, an error of an invocation, or (without a request id) an error of its init.</summary>
internal sealed record Outcome(string? RequestId, string Body, string? ErrorType);

/// <summary>The Runtime API on Kestrel, as the server offers it, for one process.</summary>
internal sealed class FakeRuntimeApi : IAsyncDisposable
{
    private const long MaxResponseBytes = 6 * 1024 * 1024;

    private readonly WebApplication app;
    private readonly Channel<Invocation> invocations = Channel.CreateUnbounded<Invocation>();
    private readonly Channel<Outcome> outcomes = Channel.CreateUnbounded<Outcome>();
    private readonly CancellationTokenSource stopped = new();

    private FakeRuntimeApi(WebApplication app) => this.app = app;

    public string Endpoint => new Uri(this.app.Urls.First()).Authority;

    public ChannelReader<Outcome> Outcomes => outcomes.Reader;

    /// <summary>The variables of a runtime that asks for them.</summary>
    public Dictionary<string, string> Assignment { get; set; } = [];

    public static async Task<FakeRuntimeApi> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MaxRequestBodySize = null;
        });
        var api = new FakeRuntimeApi(builder.Build());
        api.Map();
        await api.app.StartAsync();
        return api;
    }

    public void Offer(Invocation invocation) => invocations.Writer.TryWrite(invocation);

    /// <summary>Ends every connection, as the server does with an environment it has no more use for.</summary>
    public void Hang() => stopped.Cancel();

    public async ValueTask DisposeAsync()
    {
        Hang();
        await this.app.DisposeAsync();
        stopped.Dispose();
    }

    private void Map()
    {
        const string Root = "/2018-06-01/runtime";
        this.app.MapGet("/brasa/assignment", () => Results.Json(Assignment));
        this.app.MapGet(Root + "/invocation/next", NextAsync);
        this.app.MapPost(Root + "/invocation/{id}/response", (HttpContext http, string id) => AcceptAsync(http, id));
        this.app.MapPost(Root + "/invocation/{id}/error", (HttpContext http, string id) => AcceptAsync(http, id));
        this.app.MapPost(Root + "/init/error", (HttpContext http) => AcceptAsync(http, null));
    }

    private async Task NextAsync(HttpContext http)
    {
        Invocation invocation;
        try
        {
            invocation = await invocations.Reader.ReadAsync(stopped.Token);
        }
        catch (OperationCanceledException)
        {
            http.Abort();
            return;
        }

        foreach ((string name, string value) in invocation.Headers)
        {
            http.Response.Headers[name] = value;
        }

        http.Response.ContentLength = invocation.Event.Length;
        await http.Response.BodyWriter.WriteAsync(invocation.Event);
    }

    private async Task AcceptAsync(HttpContext http, string? id)
    {
        using var reader = new StreamReader(http.Request.Body);
        string body = await reader.ReadToEndAsync();
        string? errorType = http.Request.Headers["Lambda-Runtime-Function-Error-Type"];
        http.Response.StatusCode = body.Length > MaxResponseBytes ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status202Accepted;
        await http.Response.WriteAsync("""{"status":"OK"}""");
        await outcomes.Writer.WriteAsync(new Outcome(id, body, errorType));
    }
}
