using Brasa.Core.Errors;
using Brasa.Core.Operations;
using Brasa.Wire.Protocols;
using Brasa.Wire.Protocols.RestJson;
using Brasa.Wire.SigV4;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Brasa.Wire.Hosting;

/// <summary>All services behind one port, as a terminal <see cref="RequestDelegate"/>: <c>app.Run(endpoint.InvokeAsync)</c>.</summary>
public sealed class AwsEndpoint(
    IReadOnlyList<ServiceDefinition> services, IAuthorizer authorizer, TimeProvider clock, ILogger<AwsEndpoint> log)
{
    internal const string RequestIdHeader = "x-amzn-RequestId";

    private readonly ServiceRouter router = new(services);

    /// <summary>Serves one request: route → caller → read → validate → authorize → operation → write.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        var requestId = RequestId.Next();
        http.Response.Headers[RequestIdHeader] = requestId;
        (IProtocol? Protocol, WireRequest? Request) route = default;
        try
        {
            var target = RawTarget.Of(http.Request);
            var credential = Signature.Read(http.Request, target.Query);
            route.Protocol = router.Named(credential);
            var (protocol, request) = await router.RouteAsync(http, target, credential, http.RequestAborted) ?? throw UnknownOperation(route.Protocol, http, target);
            route = (protocol, request);

            var context = Context(http, requestId, Caller.Of(http, credential));
            await request.Operation.ServeAsync(protocol, request, context, authorizer);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException && http.RequestAborted.IsCancellationRequested)
        {
            // The caller hung up; there is nobody to answer.
        }
        catch (Exception failure)
        {
            await AnswerAsync(http, route, failure, requestId);
        }
    }

    private RequestContext Context(HttpContext http, string requestId, Caller caller) => new()
    {
        RequestId = requestId,
        Account = caller.Principal.Account,
        Region = caller.Region,
        Principal = caller.Principal,
        Endpoint = $"{http.Request.Scheme}://{http.Request.Host.Value}",
        Time = clock.GetUtcNow(),
        TraceHeader = http.Request.Headers.TryGetValue("X-Amzn-Trace-Id", out var trace) ? (string?)trace : null,
    };

    private async Task AnswerAsync(HttpContext http, (IProtocol? Protocol, WireRequest? Request) route, Exception failure, string requestId)
    {
        var error = ErrorOf(failure, route, requestId);
        if (http.RequestAborted.IsCancellationRequested)
            return;
        if (http.Response.HasStarted)
        {
            log.ResponseBroken(failure, requestId);
            http.Abort();
            return;
        }
        http.Response.Clear();
        http.Response.Headers[RequestIdHeader] = requestId;
        await (route.Protocol?.WriteErrorAsync(error, http.Response, http.RequestAborted)
            ?? Errors.WriteAsync(error, http.Response, http.RequestAborted));
    }

    private AwsException ErrorOf(Exception failure, (IProtocol? Protocol, WireRequest? Request) route, string requestId)
    {
        if (failure is AwsException error)
            return error;
        if (failure is BadHttpRequestException bad)
            return new AwsException("SerializationException", bad.StatusCode, "The request body could not be read.");
        log.RequestFailed(failure, route.Request?.Operation.Descriptor.Name ?? "?", requestId);
        return route.Request is { } request
            ? request.Operation.Service.InternalError()
            : new AwsException("InternalFailure", StatusCodes.Status500InternalServerError, "Internal failure");
    }

    private static AwsException UnknownOperation(IProtocol? protocol, HttpContext http, RawTarget target) =>
        protocol?.UnknownOperation(http, target)
        ?? new AwsException("UnknownOperationException", StatusCodes.Status404NotFound, $"No operation answers to {http.Request.Method} {target.Path}.");
}

internal static partial class AwsEndpointLog
{
    [LoggerMessage(EventId = 1001, Level = LogLevel.Error, Message = "{Operation} failed, request {RequestId}")]
    public static partial void RequestFailed(this ILogger log, Exception failure, string operation, string requestId);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Error, Message = "A response broke off after its start, request {RequestId}")]
    public static partial void ResponseBroken(this ILogger log, Exception failure, string requestId);
}
