using Brasa.Core.Errors;
using Brasa.Wire.Hosting;
using Brasa.Wire.Operations;
using Microsoft.AspNetCore.Http;

namespace Brasa.Wire.Protocols.RestJson;

/// <summary>AWS's restJson1, for one service.</summary>
internal sealed class RestJsonProtocol(ServiceDefinition service) : IProtocol
{
    private readonly Router router = new(service.Operations);

    public ValueTask<WireRequest?> RouteAsync(HttpContext http, RawTarget target, CancellationToken ct) => ValueTask.FromResult(
        router.Find(http.Request.Method, target) is (var operation, var labels) ? new WireRequest(http, operation, labels, target) : default(WireRequest?));

    public AwsException UnknownOperation(HttpContext http, RawTarget target) =>
        new("UnknownOperationException", StatusCodes.Status404NotFound, $"No operation answers to {http.Request.Method} {target.Path}.");

    public ValueTask<TRequest> ReadAsync<TRequest, TResponse>(
        OperationDescriptor<TRequest, TResponse> operation, WireRequest request, CancellationToken ct)
        where TRequest : class
        where TResponse : class => Reader.ReadAsync(operation.Input, request, ct);

    public ValueTask WriteAsync<TRequest, TResponse>(
        OperationDescriptor<TRequest, TResponse> operation, TResponse output, HttpResponse response, CancellationToken ct)
        where TRequest : class
        where TResponse : class => Writer.WriteAsync(operation, output, response, ct);

    public ValueTask WriteErrorAsync(AwsException error, HttpResponse response, CancellationToken ct) =>
        Errors.WriteAsync(error, response, ct);
}
