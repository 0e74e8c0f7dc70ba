using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Brasa.Lambda.Environments;
using Brasa.Lambda.Functions;
using Brasa.Lambda.Invocation;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Brasa.Lambda.RuntimeApi;

/// <summary>The Runtime API that runtimes take events from and answer them to, for the sandbox that the connection came from.</summary>
/// <remarks>AWS Lambda developer guide, "Using the Lambda runtime API for custom runtimes".</remarks>
public static class RuntimeApiEndpoint
{
    private const string Assignment = "/brasa/assignment";
    private const string Prefix = "/2018-06-01/runtime/";
    private const string Next = "invocation/next";
    private const string Invocation = "invocation/";
    private const string InitError = "init/error";
    private const string Response = "/response";
    private const string Error = "/error";

    /// <summary>The longest error type that is believed.</summary>
    private const int MaxErrorTypeLength = 256;

    private static readonly ReadOnlyMemory<byte> Accepted = """{"status":"OK"}"""u8.ToArray();

    private static readonly SearchValues<char> ErrorTypeCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>Whether the request came in through a sandbox's Runtime API socket.</summary>
    public static bool Owns(HttpContext http) => http.Features.Get<RuntimeApiFeature>() is not null;

    /// <summary>Serves such a request.</summary>
    public static Task HandleAsync(HttpContext http)
    {
        var runtime = http.Features.GetRequiredFeature<RuntimeApiFeature>().Runtime;
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (target is Assignment && HttpMethods.IsGet(http.Request.Method)) return SendAssignmentAsync(http, runtime);
        if (!target.StartsWith(Prefix, StringComparison.Ordinal)) return RefuseAsync(http, StatusCodes.Status404NotFound, "NotFound", "No such resource.");

        // A paused runtime may take as long over its request as its function's timeout allows.
        http.Features.GetRequiredFeature<Microsoft.AspNetCore.Server.Kestrel.Core.Features.IHttpMinRequestBodyDataRateFeature>().MinDataRate = null;

        var path = target.AsSpan(Prefix.Length);
        if (HttpMethods.IsGet(http.Request.Method))
            return path is Next ? SendNextAsync(http, runtime) : RefuseAsync(http, StatusCodes.Status404NotFound, "NotFound", "No such resource.");
        if (!HttpMethods.IsPost(http.Request.Method))
            return RefuseAsync(http, StatusCodes.Status405MethodNotAllowed, "MethodNotAllowed", "Use GET or POST.");

        if (path is InitError) return TakeInitErrorAsync(http, runtime);
        if (!path.StartsWith(Invocation)) return RefuseAsync(http, StatusCodes.Status404NotFound, "NotFound", "No such resource.");

        var rest = target[(Prefix.Length + Invocation.Length)..];
        if (rest.EndsWith(Response, StringComparison.Ordinal)) return TakeResponseAsync(http, runtime, rest[..^Response.Length]);
        if (rest.EndsWith(Error, StringComparison.Ordinal)) return TakeErrorAsync(http, runtime, rest[..^Error.Length]);
        return RefuseAsync(http, StatusCodes.Status404NotFound, "NotFound", "No such resource.");
    }

    private static async Task SendAssignmentAsync(HttpContext http, RuntimeProcess runtime)
    {
        if (runtime.AskAssignment() is not { } asked)
        {
            await RefuseAsync(http, StatusCodes.Status403Forbidden, "InvalidStateTransition", "The runtime has its assignment.");
            return;
        }

        try
        {
            await WriteAsync(http, StatusCodes.Status200OK, await asked);
        }
        catch (OperationCanceledException)
        {
            http.Abort();
        }
    }

    private static async Task SendNextAsync(HttpContext http, RuntimeProcess runtime)
    {
        if (runtime.NextAsync() is not { } next)
        {
            await RefuseAsync(http, StatusCodes.Status403Forbidden, "InvalidStateTransition", "The runtime has an event that it has not answered.");
            return;
        }

        PendingInvocation invocation;
        try
        {
            invocation = await next;
        }
        catch (OperationCanceledException)
        {
            http.Abort();
            return;
        }

        var headers = http.Response.Headers;
        headers["Lambda-Runtime-Aws-Request-Id"] = invocation.RequestId;
        headers["Lambda-Runtime-Deadline-Ms"] = invocation.Deadline.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        headers["Lambda-Runtime-Invoked-Function-Arn"] = invocation.InvokedArn;
        headers["Lambda-Runtime-Trace-Id"] = invocation.TraceId;
        if (invocation.ClientContext is not null) headers["Lambda-Runtime-Client-Context"] = invocation.ClientContext;
        if (invocation.Tenant is not null) headers["Lambda-Runtime-Aws-Tenant-Id"] = invocation.Tenant;
        headers.ContentType = "application/json";
        headers.ContentLength = invocation.Payload.Length;
        await http.Response.BodyWriter.WriteAsync(invocation.Payload);
    }

    private static async Task TakeResponseAsync(HttpContext http, RuntimeProcess runtime, string requestId)
    {
        if (!runtime.Has(requestId))
        {
            await RefuseRequestIdAsync(http);
            return;
        }

        var body = await RuntimeApiBody.ReadAsync(http.Request, FunctionLimits.ResponseBytes);
        InvocationOutcome outcome = body is { } payload ? new InvocationOutcome.Completed(payload) : new InvocationOutcome.ResponseTooLarge();
        if (!runtime.TryAnswer(requestId, outcome))
            await RefuseRequestIdAsync(http);
        else if (body is null)
            await RefuseAsync(http, StatusCodes.Status413PayloadTooLarge, "RequestEntityTooLarge", "Response payload size exceeded maximum allowed payload size.");
        else
            await AcceptAsync(http);
    }

    private static async Task TakeErrorAsync(HttpContext http, RuntimeProcess runtime, string requestId)
    {
        var outcome = await ReadErrorAsync(http);
        if (runtime.TryAnswer(requestId, outcome)) await AcceptAsync(http);
        else await RefuseRequestIdAsync(http);
    }

    private static async Task TakeInitErrorAsync(HttpContext http, RuntimeProcess runtime)
    {
        var failure = await ReadErrorAsync(http);
        if (runtime.TryFailToLoad(failure)) await AcceptAsync(http);
        else await RefuseAsync(http, StatusCodes.Status403Forbidden, "InvalidStateTransition", "The function is loaded already.");
    }

    private static async Task<InvocationOutcome> ReadErrorAsync(HttpContext http)
    {
        var type = http.Request.Headers["Lambda-Runtime-Function-Error-Type"].ToString();
        if (type.Length is 0 or > MaxErrorTypeLength || type.AsSpan().ContainsAnyExcept(ErrorTypeCharacters)) type = "Runtime.Unknown";

        var payload = await RuntimeApiBody.ReadAsync(http.Request, FunctionLimits.ResponseBytes);
        return payload is { } body && IsJson(body.Span)
            ? new InvocationOutcome.FunctionError(body, type)
            : new InvocationOutcome.FunctionError(OutcomeText.Error(type, "The runtime reported an error with no valid description."), type);
    }

    private static bool IsJson(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        try
        {
            if (!reader.Read()) return false;
            reader.Skip();
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static Task AcceptAsync(HttpContext http) => WriteAsync(http, StatusCodes.Status202Accepted, Accepted);

    private static Task RefuseRequestIdAsync(HttpContext http) =>
        RefuseAsync(http, StatusCodes.Status400BadRequest, "InvalidRequestID", "The request id is not that of the event being processed.");

    private static Task RefuseAsync(HttpContext http, int status, string type, string message) =>
        WriteAsync(http, status, OutcomeText.Error(type, message));

    private static Task WriteAsync(HttpContext http, int status, ReadOnlyMemory<byte> json)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = json.Length;
        return http.Response.Body.WriteAsync(json).AsTask();
    }
}
