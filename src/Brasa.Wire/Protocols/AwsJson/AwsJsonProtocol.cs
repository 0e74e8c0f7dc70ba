using Brasa.Core.Errors;
using Brasa.Wire.Hosting;
using Brasa.Wire.Operations;
using Microsoft.AspNetCore.Http;

namespace Brasa.Wire.Protocols.AwsJson;

/// <summary>AWS's awsJson1_0 and awsJson1_1, for one service: a document in, a document out, and the operation in a header.</summary>
internal sealed class AwsJsonProtocol(ServiceDefinition service) : IProtocol
{
    /// <summary>Names the service and the operation.</summary>
    public const string TargetHeader = "X-Amz-Target";

    private readonly Router router = new(service);
    private readonly string contentType = $"application/x-amz-json-{service.Model.JsonVersion}";

    public ValueTask<WireRequest?> RouteAsync(HttpContext http, RawTarget target, CancellationToken ct) => ValueTask.FromResult(
        router.Find(http.Request, target) is { } operation ? new WireRequest(http, operation, default, target) : default(WireRequest?));

    public AwsException UnknownOperation(HttpContext http, RawTarget target) =>
        new("UnknownOperationException", StatusCodes.Status400BadRequest, $"No operation answers to '{http.Request.Headers[TargetHeader]}'.");

    public ValueTask<TRequest> ReadAsync<TRequest, TResponse>(
        OperationDescriptor<TRequest, TResponse> operation, WireRequest request, CancellationToken ct)
        where TRequest : class
        where TResponse : class => Reader.ReadAsync(operation.Input, request, ct);

    public ValueTask WriteAsync<TRequest, TResponse>(
        OperationDescriptor<TRequest, TResponse> operation, TResponse output, HttpResponse response, CancellationToken ct)
        where TRequest : class
        where TResponse : class => Writer.WriteAsync(operation, output, contentType, response, ct);

    public ValueTask WriteErrorAsync(AwsException error, HttpResponse response, CancellationToken ct) =>
        Errors.WriteAsync(error, service.Model, contentType, response, ct);
}
