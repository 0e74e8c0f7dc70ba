namespace Brasa.Core.Storage;

/// <summary>What names a stored resource, from the widest to the narrowest; keys are ordered by these fields, ordinally.</summary>
/// <param name="Service">The service, as <c>lambda</c>.</param>
/// <param name="Kind">The kind of resource within it, as <c>function</c>.</param>
/// <param name="Account">The owning account, 12 digits.</param>
/// <param name="Region">The region.</param>
/// <param name="Name">The resource's name.</param>
/// <param name="Qualifier">What narrows the name, as a version; empty where nothing does.</param>
/// <remarks>No field may hold the character U+0000.</remarks>
public sealed record ResourceKey(string Service, string Kind, string Account, string Region, string Name, string Qualifier = "");

/// <summary>The leading fields that a listing is bound to; <c>null</c> from the first field that is free.</summary>
public sealed record ResourcePrefix(string Service, string Kind, string? Account = null, string? Region = null, string? Name = null);
