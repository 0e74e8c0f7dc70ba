namespace Brasa.Core.Events;

/// <summary>Asks the policies of resources about services, which have no policies of their own.</summary>
public interface IResourcePolicies
{
    /// <summary>Whether a resource's policy lets a service do something with it. A service of the resource's own account needs that as any other does.</summary>
    /// <param name="policy">The policy's text; the same object for as long as it stays the same, as what was read of it is kept beside it.</param>
    /// <param name="action">The IAM action, as <c>lambda:InvokeFunction</c>.</param>
    /// <param name="resource">The resource's ARN.</param>
    /// <param name="source">The service, and for what it asks.</param>
    bool Allows(string policy, string action, string resource, EventSource source);
}
