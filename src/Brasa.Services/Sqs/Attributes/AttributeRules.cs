using System.Collections.Immutable;
using System.Globalization;
using Brasa.Contracts.Sqs;
using Brasa.Services.Iam.Policies;
using Brasa.Services.Sqs.Delivery;
using static Brasa.Services.Sqs.Attributes.AttributeNames;

namespace Brasa.Services.Sqs.Attributes;

/// <summary>What attributes a queue may be given.</summary>
/// <remarks>Amazon SQS API reference, "SetQueueAttributes".</remarks>
internal sealed class AttributeRules(QueueStore queues)
{
    /// <summary>Attributes with those of a request in place of their own; an empty policy or key takes it away.</summary>
    /// <param name="name">The queue.</param>
    /// <param name="before">What it has.</param>
    /// <param name="requested">What it is given.</param>
    /// <exception cref="InvalidAttributeNameException">It cannot have such an attribute.</exception>
    /// <exception cref="InvalidAttributeValueException">It cannot be given that value.</exception>
    public ImmutableSortedDictionary<string, string> Apply(
        QueueName name, ImmutableSortedDictionary<string, string> before, IReadOnlyDictionary<string, string>? requested)
    {
        var after = before.ToBuilder();
        foreach (var (attribute, value) in requested ?? ImmutableDictionary<string, string>.Empty)
        {
            var read = Read(name, attribute, value);
            if (read is null) after.Remove(attribute);
            else after[attribute] = read;
        }

        if (after.GetValueOrDefault(FifoThroughputLimit) == PerMessageGroup && after.GetValueOrDefault(DeduplicationScope) != MessageGroup)
            throw new InvalidAttributeValueException($"The {PerMessageGroup} value for {FifoThroughputLimit} is allowed only when the value for {DeduplicationScope} is {MessageGroup}.");
        return after.ToImmutable();
    }

    /// <summary>A value as it is stored; <c>null</c> where it takes the attribute away.</summary>
    private string? Read(QueueName name, string attribute, string value)
    {
        if (Numbers.TryGetValue(attribute, out var range))
        {
            return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= range.Min && number <= range.Max
                ? number.ToString(CultureInfo.InvariantCulture)
                : throw SqsErrors.InvalidAttribute(attribute);
        }

        return attribute switch
        {
            Policy => value.Length == 0 ? null : CheckPolicy(value),
            AttributeNames.RedrivePolicy => value.Length == 0 ? null : CheckRedrive(name, value),
            AttributeNames.RedriveAllowPolicy => value.Length == 0 ? null : RedriveAllowPolicy.TryParse(value) is not null ? value : throw SqsErrors.InvalidAttribute(attribute),
            KmsMasterKeyId => value.Length == 0 ? null : value,
            SqsManagedSseEnabled => OneOf(attribute, value, "true", "false"),
            FifoQueue when name.IsFifo => OneOf(attribute, value, "true"),
            ContentBasedDeduplication when name.IsFifo => OneOf(attribute, value, "true", "false"),
            DeduplicationScope when name.IsFifo => OneOf(attribute, value, "queue", MessageGroup),
            FifoThroughputLimit when name.IsFifo => OneOf(attribute, value, "perQueue", PerMessageGroup),
            _ => throw SqsErrors.UnknownAttribute(attribute),
        };
    }

    private static string OneOf(string attribute, string value, params ReadOnlySpan<string> allowed)
    {
        foreach (var one in allowed)
        {
            if (string.Equals(value, one, StringComparison.OrdinalIgnoreCase)) return one;
        }

        throw SqsErrors.InvalidAttribute(attribute);
    }

    private static string CheckPolicy(string value)
    {
        try
        {
            PolicyDocument.Parse(value, PolicyKind.Resource, int.MaxValue);
            return value;
        }
        catch (MalformedPolicyException)
        {
            throw SqsErrors.InvalidAttribute(Policy);
        }
    }

    private string CheckRedrive(QueueName name, string value)
    {
        var policy = RedrivePolicy.TryParse(value, out var problem) ?? throw SqsErrors.Invalid(value, AttributeNames.RedrivePolicy, problem);
        if (QueueName.OfArn(policy.TargetArn) is not { } target) throw SqsErrors.Invalid(value, AttributeNames.RedrivePolicy, "Invalid value for deadLetterTargetArn.");
        if (target.Account != name.Account || target.Region != name.Region || queues.Find(policy.TargetArn) is not { } found)
            throw SqsErrors.Invalid(value, AttributeNames.RedrivePolicy, "Dead letter target does not exist.");
        if (target == name) throw SqsErrors.Invalid(value, AttributeNames.RedrivePolicy, "A queue cannot be its own dead-letter queue.");
        if (target.IsFifo != name.IsFifo) throw SqsErrors.Invalid(value, AttributeNames.RedrivePolicy, "Dead-letter queue must be same type of queue as the source.");
        if (found.Settings.RedriveAllow is { } allow && !allow.Allows(name.Arn))
            throw SqsErrors.Invalid(value, AttributeNames.RedrivePolicy, $"Queue {name.Name} is not allowed by the RedriveAllowPolicy of its dead-letter queue.");
        return value;
    }
}
