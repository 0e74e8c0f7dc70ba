namespace Brasa.Lambda.Asynchronous;

/// <summary>What is said of the asynchronous events of a function, a version or an alias. Immutable.</summary>
/// <remarks>AWS Lambda API reference, PutFunctionEventInvokeConfig.</remarks>
internal sealed record EventInvokeConfig
{
    /// <summary>Where nothing is said.</summary>
    public static readonly EventInvokeConfig Default = new();

    /// <summary>How often an event is tried again that the function failed on, where nothing else is said.</summary>
    private const int DefaultRetries = 2;

    private static readonly TimeSpan DefaultAge = TimeSpan.FromHours(6);

    /// <summary>0–2; <c>null</c> for the default.</summary>
    public int? MaximumRetryAttempts { get; init; }

    /// <summary>60–21,600; <c>null</c> for the default.</summary>
    public int? MaximumEventAgeInSeconds { get; init; }

    /// <summary>Where records of events go that the function has dealt with, by ARN; <c>null</c> for nowhere.</summary>
    public string? OnSuccess { get; init; }

    /// <summary>Where records of events go that were given up.</summary>
    public string? OnFailure { get; init; }

    public DateTimeOffset LastModified { get; init; }

    /// <summary>How often an event is tried again that the function failed on.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public int Retries => MaximumRetryAttempts ?? DefaultRetries;

    /// <summary>How old an event may be when it is tried.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public TimeSpan Age => MaximumEventAgeInSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : DefaultAge;
}
