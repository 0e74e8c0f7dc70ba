using Brasa.Core.Errors;
using Brasa.Wire.Operations;
using Microsoft.AspNetCore.Http;

namespace Brasa.Wire.Protocols;

/// <summary>One of AWS's wire protocols: how requests, responses and errors look as bytes.</summary>
internal interface IProtocol
{
    /// <summary>What a request asks of the service; <c>null</c> where it has no such operation.</summary>
    ValueTask<WireRequest?> RouteAsync(HttpContext http, RawTarget target, CancellationToken ct);

    /// <summary>The error for a request to the service that asks for no operation it has.</summary>
    AwsException UnknownOperation(HttpContext http, RawTarget target);

    /// <summary>Reads a request that its service's router has recognised.</summary>
    ValueTask<TRequest> ReadAsync<TRequest, TResponse>(
        OperationDescriptor<TRequest, TResponse> operation, WireRequest request, CancellationToken ct)
        where TRequest : class
        where TResponse : class;

    /// <summary>Writes a success.</summary>
    ValueTask WriteAsync<TRequest, TResponse>(
        OperationDescriptor<TRequest, TResponse> operation, TResponse output, HttpResponse response, CancellationToken ct)
        where TRequest : class
        where TResponse : class;

    /// <summary>Writes an error.</summary>
    ValueTask WriteErrorAsync(AwsException error, HttpResponse response, CancellationToken ct);
}
