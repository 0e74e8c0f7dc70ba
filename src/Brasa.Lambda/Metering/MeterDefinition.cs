using System.Text.Json;
using System.Text.Json.Serialization;
using Brasa.Core.Logs;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Metering;

/// <summary>What runs invocations, as far as their bill and their REPORT lines depend on it. Slots name it by its id.</summary>
internal sealed record MeterDefinition
{
    public required long Id { get; init; }
    public required string Account { get; init; }
    public required string Region { get; init; }
    public required string Function { get; init; }
    public required string Version { get; init; }
    public required string Architecture { get; init; }
    public required int MemoryMiB { get; init; }
    public required int TmpMiB { get; init; }
    public required bool IsProvisioned { get; init; }

    /// <summary>As <see cref="Core.Metering.UsageKey.Tags"/>.</summary>
    public required string Tags { get; init; }

    public required string LogGroup { get; init; }

    /// <summary>The log stream; empty where nothing is logged.</summary>
    public required string LogStream { get; init; }

    /// <summary>The format of its REPORT line, and the level below which the platform's lines are not printed in JSON.</summary>
    public required string LogFormat { get; init; }

    public string? SystemLogLevel { get; init; }

    [JsonIgnore]
    public LogGroupKey Group => new(Account, Region, LogGroup);

    public static MeterDefinition Of(FunctionVersion function, bool isProvisioned, string logStream, IReadOnlyDictionary<string, string>? tags, long id) => new()
    {
        Id = id,
        Account = function.Account,
        Region = function.Region,
        Function = function.Name,
        Version = function.Version,
        Architecture = function.Architecture,
        MemoryMiB = function.MemoryMiB,
        TmpMiB = function.EphemeralStorageMiB,
        IsProvisioned = isProvisioned,
        Tags = tags is { Count: > 0 } ? JsonSerializer.Serialize(new SortedDictionary<string, string>(tags.ToDictionary(), StringComparer.Ordinal), MeteringJson.Default.SortedDictionaryStringString) : "",
        LogGroup = function.LogGroupName,
        LogStream = logStream,
        LogFormat = function.LogFormat,
        SystemLogLevel = function.SystemLogLevel,
    };

    /// <summary>ASCII: the serializer escapes all else.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, MeteringJson.Default.MeterDefinition);
}

[JsonSerializable(typeof(MeterDefinition))]
[JsonSerializable(typeof(SortedDictionary<string, string>))]
internal sealed partial class MeteringJson : JsonSerializerContext;
