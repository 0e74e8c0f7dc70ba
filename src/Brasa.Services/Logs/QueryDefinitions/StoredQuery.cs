using System.Collections.Immutable;

namespace Brasa.Services.Logs.QueryDefinitions;

/// <summary>A query that was kept for later.</summary>
internal sealed record StoredQuery
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Text { get; init; }

    /// <summary>The language it is written in; <c>null</c> where none was said.</summary>
    public string? Language { get; init; }

    public ImmutableArray<string> Groups { get; init; } = [];

    public ImmutableArray<StoredParameter> Parameters { get; init; } = [];

    /// <summary>When it was put last, in milliseconds since 1970.</summary>
    public required long ModifiedAt { get; init; }
}

/// <summary>What a query leaves open.</summary>
internal sealed record StoredParameter(string Name, string? DefaultValue, string? Description);
