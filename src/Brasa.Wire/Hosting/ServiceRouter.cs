using Brasa.Wire.Protocols;
using Brasa.Wire.Protocols.AwsJson;
using Brasa.Wire.Protocols.Query;
using Brasa.Wire.Protocols.RestJson;
using Brasa.Wire.SigV4;
using Microsoft.AspNetCore.Http;

namespace Brasa.Wire.Hosting;

/// <summary>Which service a request is for: the one it is signed for, else the one its target header or host names, else whichever
/// knows its path.</summary>
internal sealed class ServiceRouter(IEnumerable<ServiceDefinition> services)
{
    private static readonly Dictionary<string, Func<ServiceDefinition, IProtocol>> Protocols = new()
    {
        ["json"] = service => new AwsJsonProtocol(service),
        ["query"] = service => new QueryProtocol(service),
        ["rest-json"] = service => new RestJsonProtocol(service),
    };

    private readonly Endpoint[] endpoints = [.. services.SelectMany(service => service.Model.Protocols.Select(protocol => new Endpoint(service, protocol)))];

    /// <summary>What the request asks for, and the protocol it asks in.</summary>
    /// <returns><c>null</c> where no service answers to it.</returns>
    public async ValueTask<(IProtocol Protocol, WireRequest Request)?> RouteAsync(HttpContext http, RawTarget target, Credential? credential, CancellationToken ct)
    {
        foreach (var endpoint in endpoints)
        {
            if (endpoint.MayServe(http.Request, credential) && await endpoint.Protocol.RouteAsync(http, target, ct) is { } request)
                return (endpoint.Protocol, request);
        }
        return null;
    }

    /// <summary>The protocol of the service that a request is signed for, whatever it asks for: of several the one that the request seems to be in; <c>null</c> where none is known.</summary>
    public IProtocol? Named(Credential? credential, HttpRequest request)
    {
        if (credential is null) return null;
        var known = Array.FindAll(endpoints, endpoint => endpoint.SigningName == credential.Service);
        var hasTarget = request.Headers.ContainsKey(AwsJsonProtocol.TargetHeader);
        return (Array.Find(known, endpoint => endpoint.Protocol is AwsJsonProtocol == hasTarget) ?? known.FirstOrDefault())?.Protocol;
    }

    private sealed class Endpoint(ServiceDefinition service, string protocol)
    {
        public IProtocol Protocol { get; } = Protocols.TryGetValue(protocol, out var create)
            ? create(service)
            : throw new NotSupportedException($"{service.Model.Name} speaks {protocol}, which is not served yet.");

        public string SigningName => service.Model.SigningName;

        public bool MayServe(HttpRequest request, Credential? credential)
        {
            var model = service.Model;
            if (credential is not null)
                return credential.Service == model.SigningName;
            if (request.Headers.TryGetValue(AwsJsonProtocol.TargetHeader, out var action))
                return model.TargetPrefix is { } prefix && action.ToString().StartsWith($"{prefix}.", StringComparison.Ordinal);
            return !NamesAnotherService(request.Host.Host, model.EndpointPrefix);
        }

        // lambda.us-east-1.amazonaws.com names Lambda; localhost names none.
        private static bool NamesAnotherService(string host, string prefix) =>
            host.EndsWith(".amazonaws.com", StringComparison.OrdinalIgnoreCase)
            && !host.StartsWith($"{prefix}.", StringComparison.OrdinalIgnoreCase);
    }
}
