using System.Text.Json.Serialization;
using Brasa.Core.Storage;
using Brasa.Lambda.FileSystems;
using Brasa.Lambda.Networks;

namespace Brasa.Lambda.Functions;

/// <summary>One version of a function: all that is needed to describe and to run it. Immutable; an update makes another.</summary>
internal sealed record FunctionVersion
{
    /// <summary>The version that updates change.</summary>
    public const string Latest = "$LATEST";

    /// <summary>The <c>LogFormat</c> of lines that are JSON.</summary>
    public const string Json = "JSON";

    public required string Account { get; init; }
    public required string Region { get; init; }
    public required string Name { get; init; }
    public string Version { get; init; } = Latest;

    /// <summary>Grows with every change of code or configuration, never reused; environments of an older one are drained.</summary>
    public required long Generation { get; init; }

    public required string RevisionId { get; init; }
    public required DateTimeOffset LastModified { get; init; }

    public required string Runtime { get; init; }
    public required string Handler { get; init; }
    public required string Role { get; init; }
    public string Description { get; init; } = "";
    public int TimeoutSeconds { get; init; } = FunctionLimits.DefaultTimeoutSeconds;
    public int MemoryMiB { get; init; } = MemorySize.DefaultMiB;
    public int EphemeralStorageMiB { get; init; } = FunctionLimits.MinEphemeralStorageMiB;
    public string Architecture { get; init; } = "x86_64";
    public IReadOnlyDictionary<string, string>? Variables { get; init; }

    /// <summary><see cref="Variables"/> as they are stored; <c>null</c> in memory.</summary>
    public string? SealedVariables { get; init; }

    public string? KmsKeyArn { get; init; }
    public string TracingMode { get; init; } = "PassThrough";
    public string LogFormat { get; init; } = "Text";
    public string? ApplicationLogLevel { get; init; }
    public string? SystemLogLevel { get; init; }
    public string? LogGroup { get; init; }

    /// <summary>Where events go that could not be processed: an SQS queue or an SNS topic.</summary>
    public string? DeadLetterArn { get; init; }

    /// <summary>What it sees below <c>/mnt</c>, if anything.</summary>
    public FileSystem? FileSystem { get; init; }

    /// <summary>The network it is connected to; <c>null</c> for the one that all functions have.</summary>
    public FunctionNetwork? Network { get; init; }

    public string SnapStartApplyOn { get; init; } = "None";

    /// <summary>Whether each tenant has environments of its own, and every event names one. Said once, when the function is created.</summary>
    public bool IsolatesTenants { get; init; }

    /// <summary>The description that <c>$LATEST</c> had when this was published; <c>null</c> for <c>$LATEST</c> itself.</summary>
    public string? PublishedDescription { get; init; }

    /// <summary>The zip's bytes in the blob store; its SHA-256 is AWS's CodeSha256.</summary>
    public required string CodeBlob { get; init; }

    /// <summary>Bytes of the zip.</summary>
    public required long CodeSize { get; init; }

    /// <summary>The key that the zip is said to be encrypted with; here it is stored as it is.</summary>
    public string? CodeKmsKeyArn { get; init; }

    public FunctionState State { get; init; } = FunctionState.Pending;
    public UpdateStatus LastUpdateStatus { get; init; } = UpdateStatus.Successful;

    [JsonIgnore]
    public FunctionKey Key => new(Account, Region, Name);

    /// <summary>This version among all there are.</summary>
    [JsonIgnore]
    public VersionKey Id => new(Key, Version);

    /// <summary>Its ARN, with its number where it has one.</summary>
    [JsonIgnore]
    public string Arn => Version == Latest ? Key.Arn : Key.QualifiedArn(Version);

    [JsonIgnore]
    public BlobId Code => new(CodeBlob);

    [JsonIgnore]
    public string CodeSha256 => Convert.ToBase64String(Convert.FromHexString(CodeBlob));

    [JsonIgnore]
    public MemorySize Memory => new(MemoryMiB);

    [JsonIgnore]
    public TimeSpan Timeout => TimeSpan.FromSeconds(TimeoutSeconds);

    /// <summary>Whether nothing of its creation or update is still to be done.</summary>
    [JsonIgnore]
    public bool IsSettled => State == FunctionState.Active && LastUpdateStatus == UpdateStatus.Successful;

    /// <summary>Whether its lines are JSON, and have levels.</summary>
    [JsonIgnore]
    public bool LogsJson => LogFormat == Json;

    [JsonIgnore]
    public string LogGroupName => LogGroup ?? $"/aws/lambda/{Name}";
}

/// <summary>Where a function stands in its life, as AWS's <c>State</c>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FunctionState>))]
internal enum FunctionState
{
    Pending,
    Active,
}

/// <summary>Where the last update stands, as AWS's <c>LastUpdateStatus</c>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<UpdateStatus>))]
internal enum UpdateStatus
{
    Successful,
    InProgress,
}
