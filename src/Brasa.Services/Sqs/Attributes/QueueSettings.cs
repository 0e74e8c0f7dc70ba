using System.Collections.Immutable;
using System.Globalization;

namespace Brasa.Services.Sqs.Attributes;

/// <summary>What a queue's attributes mean, those that are not set as AWS has them by default.</summary>
/// <remarks>Amazon SQS API reference, "SetQueueAttributes".</remarks>
internal sealed record QueueSettings
{
    /// <summary>Seconds.</summary>
    public required int Delay { get; init; }

    /// <summary>Seconds.</summary>
    public required int VisibilityTimeout { get; init; }

    /// <summary>Seconds.</summary>
    public required int Wait { get; init; }

    /// <summary>Seconds.</summary>
    public required int Retention { get; init; }

    /// <summary>Bytes.</summary>
    public required int MaxMessageSize { get; init; }

    public required bool IsContentDeduplicated { get; init; }

    /// <summary>Whether the same deduplication id in two groups is two messages.</summary>
    public required bool IsDeduplicatedByGroup { get; init; }

    public RedrivePolicy? Redrive { get; init; }

    /// <summary><c>null</c>: all may.</summary>
    public RedriveAllowPolicy? RedriveAllow { get; init; }

    public static QueueSettings Of(ImmutableSortedDictionary<string, string> attributes)
    {
        return new QueueSettings
        {
            Delay = Number(AttributeNames.DelaySeconds),
            VisibilityTimeout = Number(AttributeNames.VisibilityTimeout),
            Wait = Number(AttributeNames.ReceiveMessageWaitTimeSeconds),
            Retention = Number(AttributeNames.MessageRetentionPeriod),
            MaxMessageSize = Number(AttributeNames.MaximumMessageSize),
            IsContentDeduplicated = attributes.GetValueOrDefault(AttributeNames.ContentBasedDeduplication) == "true",
            IsDeduplicatedByGroup = attributes.GetValueOrDefault(AttributeNames.DeduplicationScope) == AttributeNames.MessageGroup,
            Redrive = attributes.TryGetValue(AttributeNames.RedrivePolicy, out var redrive) ? RedrivePolicy.TryParse(redrive, out _) : null,
            RedriveAllow = attributes.TryGetValue(AttributeNames.RedriveAllowPolicy, out var allow) ? RedriveAllowPolicy.TryParse(allow) : null,
        };

        int Number(string name) => int.Parse(attributes.GetValueOrDefault(name, AttributeNames.Numbers[name].Default), CultureInfo.InvariantCulture);
    }
}
