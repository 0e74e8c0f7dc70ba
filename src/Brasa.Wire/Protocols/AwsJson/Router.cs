using Brasa.Wire.Hosting;
using Microsoft.AspNetCore.Http;

namespace Brasa.Wire.Protocols.AwsJson;

/// <summary>Finds operations by the target header, as <c>Logs_20140328.PutLogEvents</c>.</summary>
internal sealed class Router(ServiceDefinition service)
{
    private readonly Dictionary<string, BoundOperation> operations =
        service.Operations.ToDictionary(operation => $"{service.Model.TargetPrefix}.{operation.Descriptor.Name}", StringComparer.Ordinal);

    public BoundOperation? Find(HttpRequest request, RawTarget target) =>
        HttpMethods.IsPost(request.Method) && (target.Path.Span is "/" || service.PathParameter is not null) && request.Headers.TryGetValue(AwsJsonProtocol.TargetHeader, out var name)
            ? operations.GetValueOrDefault(name.ToString())
            : null;
}
