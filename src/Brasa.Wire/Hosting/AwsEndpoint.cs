using System.Net;
using Brasa.Core.Errors;
using Brasa.Core.Operations;
using Brasa.Wire.Protocols;
using Brasa.Wire.Protocols.Query;
using Brasa.Wire.SigV4;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Brasa.Wire.Hosting;

/// <summary>All services behind one port, as a terminal <see cref="RequestDelegate"/>: <c>app.Run(endpoint.InvokeAsync)</c>.</summary>
/// <param name="services">The services.</param>
/// <param name="authorizer">Asked before every operation.</param>
/// <param name="clock">The time.</param>
/// <param name="log">Takes failures.</param>
/// <param name="signatures">Verifies every request whose caller is not known from its connection; <c>null</c>, for loopback only: none, and a key's id
/// names the account.</param>
public sealed class AwsEndpoint(
    IReadOnlyList<ServiceDefinition> services, IAuthorizer authorizer, TimeProvider clock, ILogger<AwsEndpoint> log,
    SignatureVerifier? signatures = null)
{
    internal const string RequestIdHeader = "x-amzn-RequestId";

    private readonly ServiceRouter router = new(services);

    /// <summary>Serves one request: route → signature → caller → read → validate → authorize → operation → write.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        var requestId = RequestId.Next();
        http.Response.Headers[RequestIdHeader] = requestId;
        (IProtocol? Protocol, WireRequest? Request) route = default;
        try
        {
            var target = RawTarget.Of(http.Request);
            var verifier = http.Features.Get<ICallerFeature>() is null ? signatures : null;
            var credential = verifier is null ? Signature.Read(http.Request, target.Query) : verifier.ReadCredential(http.Request, target.Query);
            if (verifier is not null && credential?.Service != SigningRules.S3)
                target = target with { Path = CanonicalPath.Normalize(target.Path) };
            route.Protocol = router.Named(credential, http.Request);
            var (protocol, request) = await router.RouteAsync(http, target, credential, http.RequestAborted) ?? throw await NoRouteAsync(route.Protocol, http, target, verifier);
            route = (protocol, request);

            var verified = verifier is null ? default(VerifiedRequest?) : await verifier.VerifyAsync(request);
            var caller = verified is var (_, principal, region) ? new Caller(principal, region) : Caller.Of(http, credential);
            await request.Operation.ServeAsync(protocol, verified?.Request ?? request, Context(http, requestId, caller), authorizer);
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
        SourceAddress = http.Features.Get<ICallerFeature>() is null ? SourceOf(http.Connection.RemoteIpAddress) : null,
        UserAgent = http.Request.Headers.UserAgent is [{ } agent, ..] ? agent : null,
        Referer = http.Request.Headers.Referer is [{ } page, ..] ? page : null,
        TraceHeader = http.Request.Headers.TryGetValue("X-Amzn-Trace-Id", out var trace) ? (string?)trace : null,
    };

    private static IPAddress? SourceOf(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;

    private async Task AnswerAsync(HttpContext http, (IProtocol? Protocol, WireRequest? Request) route, Exception failure, string requestId)
    {
        if (failure is SignatureException && route.Protocol is null)
            route = await GuessAsync(http); // it is refused in the words of whom it is meant for
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
            ?? Protocols.RestJson.Errors.WriteAsync(error, http.Response, http.RequestAborted));
    }

    private async ValueTask<(IProtocol? Protocol, WireRequest? Request)> GuessAsync(HttpContext http)
    {
        try
        {
            return await router.RouteAsync(http, RawTarget.Of(http.Request), null, http.RequestAborted) ?? default;
        }
        catch (Exception unreadable) when (unreadable is AwsException or BadHttpRequestException or IOException)
        {
            return default;
        }
    }

    private AwsException ErrorOf(Exception failure, (IProtocol? Protocol, WireRequest? Request) route, string requestId)
    {
        if (failure is AwsException error)
            return error;
        if (failure is SignatureException refused)
            return SignatureErrors.Of(route.Request?.Operation.Service.Model, route.Protocol is QueryProtocol).Describe(refused);
        if (failure is BadHttpRequestException bad)
            return new AwsException("SerializationException", bad.StatusCode, "The request body could not be read.");
        log.RequestFailed(failure, route.Request?.Operation.Descriptor.Name ?? "?", requestId);
        return route.Request is { } request
            ? request.Operation.Service.InternalError()
            : new AwsException("InternalFailure", StatusCodes.Status500InternalServerError, "Internal failure");
    }

    private async ValueTask<Exception> NoRouteAsync(IProtocol? protocol, HttpContext http, RawTarget target, SignatureVerifier? verifier) =>
        verifier is not null && protocol is null && await router.RouteAsync(http, target, null, http.RequestAborted) is (_, var meant)
            ? verifier.Refuse(new SignatureException(SignatureFault.Scope, ClaimChecks.WrongService(meant.Operation.Service.Model.SigningName)), http)
            : protocol?.UnknownOperation(http, target)
                ?? new AwsException("UnknownOperationException", StatusCodes.Status404NotFound, $"No operation answers to {http.Request.Method} {target.Path}.");
}

internal static partial class AwsEndpointLog
{
    [LoggerMessage(EventId = 1001, Level = LogLevel.Error, Message = "{Operation} failed, request {RequestId}")]
    public static partial void RequestFailed(this ILogger log, Exception failure, string operation, string requestId);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Error, Message = "A response broke off after its start, request {RequestId}")]
    public static partial void ResponseBroken(this ILogger log, Exception failure, string requestId);
}
