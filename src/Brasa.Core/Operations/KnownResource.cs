namespace Brasa.Core.Operations;

/// <summary>What a service tells of a resource for the question who may.</summary>
/// <param name="Policy">The resource's own policy; <c>null</c> where it has none. The same text for as long as it stays the same.</param>
/// <param name="Tags">Its tags; <c>null</c> where it has none.</param>
public readonly record struct KnownResource(string? Policy, IReadOnlyDictionary<string, string>? Tags);
