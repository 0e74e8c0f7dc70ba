using System.Collections.Concurrent;
using Brasa.Core.Identity;

namespace Brasa.Core.Events;

/// <summary>The services of a server that messages can be sent to. Services send to each other in circles: each is registered when it has been made.</summary>
public sealed class DestinationRegistry
{
    private readonly ConcurrentDictionary<string, IDestination> services = new();

    /// <summary>Adds a service.</summary>
    /// <param name="service">Its name in ARNs, as <c>sqs</c>.</param>
    /// <param name="destination">The service.</param>
    public void Register(string service, IDestination destination) => services[service] = destination;

    /// <summary>The service of an ARN; <c>null</c> where this server has none.</summary>
    public IDestination? Find(string arn) => Arn.TryParse(arn) is { } parsed ? services.GetValueOrDefault(parsed.Service) : null;
}
