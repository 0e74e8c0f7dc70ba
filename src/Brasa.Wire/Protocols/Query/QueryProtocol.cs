using System.Text;
using Brasa.Core.Errors;
using Brasa.Wire.Hosting;
using Brasa.Wire.Operations;
using Microsoft.AspNetCore.Http;

namespace Brasa.Wire.Protocols.Query;

/// <summary>AWS's query protocol, for one service: parameters of a form in, XML out.</summary>
internal sealed class QueryProtocol(ServiceDefinition service) : IProtocol
{
    /// <summary>More than a message of 1 MiB takes, each of its characters URL-encoded.</summary>
    private const int MaxFormBytes = 4 << 20;

    private readonly Dictionary<string, BoundOperation> operations = service.Operations.ToDictionary(operation => operation.Descriptor.Name, StringComparer.Ordinal);

    public async ValueTask<WireRequest?> RouteAsync(HttpContext http, RawTarget target, CancellationToken ct)
    {
        if (target.Path.Span is not "/" && service.PathParameter is null) return null;
        var read = http.Features.Get<ReadForm>();
        if (read is null) http.Features.Set(read = await ReadFormAsync(http.Request, target, ct));
        if (service.PathParameter is { } parameter && target.Path.Span is not "/") read.Form.AddMissing(parameter, target.Path.ToString());

        return ActionOf(read.Form) is { } action && operations.TryGetValue(action, out var operation) && MeansThisVersion(read.Form)
            ? new WireRequest(http, operation, default, target, read.Form) { Body = read.Body }
            : null;
    }

    public AwsException UnknownOperation(HttpContext http, RawTarget target) => http.Features.Get<ReadForm>() is { } read && ActionOf(read.Form) is { Length: > 0 } action
        ? new AwsException("InvalidAction", StatusCodes.Status400BadRequest, $"Could not find operation {action} for version {service.Model.ApiVersion}")
        : new AwsException("MissingAction", StatusCodes.Status400BadRequest, "The request is missing an action or a required parameter: send it to / with Action and Version.");

    public ValueTask<TRequest> ReadAsync<TRequest, TResponse>(
        OperationDescriptor<TRequest, TResponse> operation, WireRequest request, CancellationToken ct)
        where TRequest : class
        where TResponse : class
    {
        var reader = new FormShapeReader(request.Form!);
        return ValueTask.FromResult(operation.Input.Read(ref reader));
    }

    public ValueTask WriteAsync<TRequest, TResponse>(
        OperationDescriptor<TRequest, TResponse> operation, TResponse output, HttpResponse response, CancellationToken ct)
        where TRequest : class
        where TResponse : class => Writer.WriteAsync(service.Model, operation, output, response, ct);

    public ValueTask WriteErrorAsync(AwsException error, HttpResponse response, CancellationToken ct) =>
        Errors.WriteAsync(service.Model, error, response, ct);

    private static async ValueTask<ReadForm> ReadFormAsync(HttpRequest request, RawTarget target, CancellationToken ct)
    {
        var query = target.Query.ToString();
        if (!request.HasFormContentType) return new ReadForm(FormNode.Parse(query), null);
        var body = await RequestBody.ReadAsync(request, MaxFormBytes, TooLarge, ct);
        return new ReadForm(FormNode.Parse(query, Encoding.UTF8.GetString(body)), body);
    }

    private static string? ActionOf(FormNode form) => form.Children.GetValueOrDefault("Action")?.Value;

    private bool MeansThisVersion(FormNode form) => form.Children.GetValueOrDefault("Version")?.Value is not { } version || version == service.Model.ApiVersion;

    /// <summary>What has been read of a request already, whichever service it turns out to be for.</summary>
    private sealed record ReadForm(FormNode Form, byte[]? Body);

    private static AwsException TooLarge() =>
        new("RequestEntityTooLarge", StatusCodes.Status413PayloadTooLarge, $"Request must be smaller than {MaxFormBytes} bytes.");
}
