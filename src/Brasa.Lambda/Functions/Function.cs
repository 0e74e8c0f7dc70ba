using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using Brasa.Lambda.Aliases;

namespace Brasa.Lambda.Functions;

/// <summary>A function with all that belongs to it, its versions and aliases included. Immutable; a change makes another.</summary>
internal sealed record Function
{
    private static readonly ImmutableSortedDictionary<string, Alias> NoAliases = ImmutableSortedDictionary.Create<string, Alias>(StringComparer.Ordinal);

    /// <summary>The version that updates change.</summary>
    public required FunctionVersion Latest { get; init; }

    /// <summary>The number last given to a version; none is given twice.</summary>
    public int LastNumber { get; init; }

    /// <summary>By name.</summary>
    public ImmutableSortedDictionary<string, Alias> Aliases { get; init; } = NoAliases;

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>What of the account's concurrency is for this function alone, and all it may use; <c>null</c> where nothing is reserved.</summary>
    public int? ReservedConcurrency { get; init; }

    /// <summary>Published versions, by number. Each is stored on its own, as it never changes.</summary>
    [JsonIgnore]
    public ImmutableSortedDictionary<int, FunctionVersion> Versions { get; init; } = ImmutableSortedDictionary<int, FunctionVersion>.Empty;

    [JsonIgnore]
    public FunctionKey Key => Latest.Key;

    /// <summary><c>$LATEST</c> and every version, in order.</summary>
    [JsonIgnore]
    public IEnumerable<FunctionVersion> All => Versions.Values.Prepend(Latest);

    /// <summary>Bytes of the packages of all versions: AWS counts each.</summary>
    [JsonIgnore]
    public long CodeBytes => All.Sum(version => version.CodeSize);

    /// <summary>The version that a qualifier means, by itself or as what an alias points to; <c>null</c> where it means none.</summary>
    public FunctionVersion? Find(string? qualifier) =>
        qualifier is null or FunctionVersion.Latest ? Latest
        : Aliases.TryGetValue(qualifier, out var alias) ? FindVersion(alias.Version)
        : FindVersion(qualifier);

    /// <summary>The version of this name, not by an alias; <c>null</c> where there is none.</summary>
    public FunctionVersion? FindVersion(string version) =>
        version == FunctionVersion.Latest ? Latest
        : version[0] != '0' && int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Versions.GetValueOrDefault(number)
        : null;

    /// <summary>The version that is to run an event sent to <paramref name="qualifier"/>: an alias with weights draws one.</summary>
    /// <param name="qualifier">A version, an alias or <c>null</c>.</param>
    /// <param name="draw">From 0 up to and without 1.</param>
    public FunctionVersion? Route(string? qualifier, double draw) =>
        qualifier is not null && Aliases.TryGetValue(qualifier, out var alias) && alias.Second is { } second && draw < second.Weight
            ? FindVersion(second.Version)
            : Find(qualifier);
}
