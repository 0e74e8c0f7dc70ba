namespace Brasa.Lambda.Aliases;

/// <summary>A name for a version, which may share its events with a second one. Immutable.</summary>
/// <param name="Name">Unique among the function's aliases, and no number.</param>
/// <param name="Version">What it points to: a version's number or <c>$LATEST</c>.</param>
/// <param name="Description">The user's words.</param>
/// <param name="Second">Where a part of the events goes instead; <c>null</c> where none does.</param>
/// <param name="RevisionId">Changes with every update.</param>
internal sealed record Alias(string Name, string Version, string Description, AliasRoute? Second, string RevisionId);

/// <summary>The second version of an alias.</summary>
/// <param name="Version">A version's number.</param>
/// <param name="Weight">The part of events it gets, 0–1.</param>
internal sealed record AliasRoute(string Version, double Weight);
