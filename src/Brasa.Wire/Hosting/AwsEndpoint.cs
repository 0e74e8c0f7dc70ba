using Brasa.Core.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Brasa.Wire.Hosting;

/// <summary>All services behind one port, as a terminal <see cref="RequestDelegate"/>: <c>app.Run(endpoint.InvokeAsync)</c>.</summary>
public sealed class AwsEndpoint(
    IReadOnlyList<ServiceDefinition> services, IAuthorizer authorizer, TimeProvider clock, ILogger<AwsEndpoint> log)
{
    /// <summary>Serves one request.</summary>
    public Task InvokeAsync(HttpContext http) => throw new NotImplementedException($"{services}{authorizer}{clock}{log}{http}");
}
