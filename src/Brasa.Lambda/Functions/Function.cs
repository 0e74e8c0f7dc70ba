using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using Brasa.Lambda.Aliases;
using Brasa.Lambda.Asynchronous;
using Brasa.Lambda.Concurrency;
using Brasa.Lambda.Invocation;
using Brasa.Lambda.Permissions;
using Brasa.Lambda.RuntimeManagement;

namespace Brasa.Lambda.Functions;

/// <summary>A function with all that belongs to it, its versions and aliases included. Immutable; a change makes another.</summary>
internal sealed record Function
{
    /// <summary>The version that updates change.</summary>
    public required FunctionVersion Latest { get; init; }

    /// <summary>The number last given to a version; none is given twice.</summary>
    public int LastNumber { get; init; }

    /// <summary>By name.</summary>
    public ImmutableSortedDictionary<string, Alias> Aliases { get; init => field = Ordered(value); } = Ordered(ImmutableSortedDictionary<string, Alias>.Empty);

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>The code signing configuration that new code must satisfy; <c>null</c> where none does.</summary>
    public string? CodeSigningConfigArn { get; init; }

    /// <summary>What of the account's concurrency is for this function alone, and all it may use; <c>null</c> where nothing is reserved.</summary>
    public int? ReservedConcurrency { get; init; }

    /// <summary>Policies of the function, of versions and of aliases, by qualifier; that of the function itself under the empty one.</summary>
    public ImmutableSortedDictionary<string, ResourcePolicy> Policies { get; init => field = Ordered(value); } = Ordered(ImmutableSortedDictionary<string, ResourcePolicy>.Empty);

    /// <summary>When the runtimes of versions may be replaced, where that was said, by version.</summary>
    public ImmutableSortedDictionary<string, RuntimeUpdates> RuntimeUpdates { get; init => field = Ordered(value); } = Ordered(ImmutableSortedDictionary<string, RuntimeUpdates>.Empty);

    /// <summary>How many environments are kept ready, by the version or alias that was asked for.</summary>
    public ImmutableSortedDictionary<string, ProvisionedConcurrency> Provisioned { get; init => field = Ordered(value); } = Ordered(ImmutableSortedDictionary<string, ProvisionedConcurrency>.Empty);

    /// <summary>What is said of asynchronous events, by the version or alias that they are sent to.</summary>
    public ImmutableSortedDictionary<string, EventInvokeConfig> EventConfigs { get; init => field = Ordered(value); } = Ordered(ImmutableSortedDictionary<string, EventInvokeConfig>.Empty);

    /// <summary>Whether it may be invoked without end in one chain of requests.</summary>
    public bool AllowsRecursion { get; init; }

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

    /// <summary>Its name among the functions of one chain of requests.</summary>
    [JsonIgnore]
    public string ChainName => field ??= TraceHeader.NameOf(Key.Arn);

    /// <summary>The policy of the function itself, or of one of its versions or aliases.</summary>
    public ResourcePolicy? PolicyOf(string? qualifier) => Policies.GetValueOrDefault(qualifier ?? "");

    /// <summary>The function with another policy for that, or none.</summary>
    public Function WithPolicy(string? qualifier, ResourcePolicy? policy) =>
        this with { Policies = policy is null ? Policies.Remove(qualifier ?? "") : Policies.SetItem(qualifier ?? "", policy) };

    /// <summary>How many environments are to be kept ready, of all versions.</summary>
    [JsonIgnore]
    public long ProvisionedTotal => Provisioned.Values.Sum(config => (long)config.Requested);

    /// <summary>How many environments of a version are kept ready: an alias with weights shares its own among two.</summary>
    public int ProvisionedOf(string version)
    {
        if (Provisioned.IsEmpty) return 0;
        var sum = 0;
        foreach (var (qualifier, config) in Provisioned)
        {
            if (!Aliases.TryGetValue(qualifier, out var alias)) sum += qualifier == version ? config.Requested : 0;
            else if (alias.Second is not { } second) sum += alias.Version == version ? config.Requested : 0;
            else
            {
                var others = (int)Math.Round(config.Requested * second.Weight, MidpointRounding.AwayFromZero);
                sum += second.Version == version ? others : alias.Version == version ? config.Requested - others : 0;
            }
        }

        return sum;
    }

    /// <summary>The function without a published version, and what was said of that.</summary>
    public Function WithoutVersion(int number)
    {
        var name = number.ToString(CultureInfo.InvariantCulture);
        return this with { Versions = Versions.Remove(number), Policies = Policies.Remove(name), RuntimeUpdates = RuntimeUpdates.Remove(name), Provisioned = Provisioned.Remove(name), EventConfigs = EventConfigs.Remove(name) };
    }

    /// <summary>The function without an alias, and what was said of that.</summary>
    public Function WithoutAlias(string name) => this with { Aliases = Aliases.Remove(name), Policies = Policies.Remove(name), Provisioned = Provisioned.Remove(name), EventConfigs = EventConfigs.Remove(name) };

    /// <summary>What is said of asynchronous events that are sent to <paramref name="qualifier"/>: each version and alias has its own.</summary>
    public EventInvokeConfig EventConfigOf(string? qualifier) => EventConfigs.GetValueOrDefault(qualifier ?? FunctionVersion.Latest) ?? EventInvokeConfig.Default;

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

    /// <summary>Names in the order of listings, whatever the document was read with; none where it was stored before there were such.</summary>
    private static ImmutableSortedDictionary<string, T> Ordered<T>(ImmutableSortedDictionary<string, T>? values) =>
        (values ?? ImmutableSortedDictionary<string, T>.Empty).WithComparers(StringComparer.Ordinal);
}
