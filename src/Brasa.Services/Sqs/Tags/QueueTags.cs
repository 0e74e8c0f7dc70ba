using System.Collections.Immutable;
using Brasa.Services.Sqs.Delivery;

namespace Brasa.Services.Sqs.Tags;

/// <summary>What tags a queue may have.</summary>
/// <remarks>Amazon SQS developer guide, "Amazon SQS cost allocation tags"; AWS's general rules for tags.</remarks>
internal static class QueueTags
{
    private const int Most = 50, MaxKey = 128, MaxValue = 256;

    public static readonly ImmutableSortedDictionary<string, string> None = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public static ImmutableSortedDictionary<string, string> With(QueueName queue, ImmutableSortedDictionary<string, string> tags, IReadOnlyDictionary<string, string>? added)
    {
        var all = tags.ToBuilder();
        foreach (var (key, value) in added ?? None)
        {
            if (key.Length is 0 or > MaxKey) throw SqsErrors.Invalid("Tag keys must be between 1 and 128 characters in length.");
            if (value.Length > MaxValue) throw SqsErrors.Invalid("Tag values must be between 0 and 256 characters in length.");
            if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)) throw SqsErrors.Invalid("Tag keys cannot start with aws:.");
            all[key] = value;
        }

        return all.Count <= Most ? all.ToImmutable() : throw SqsErrors.Invalid($"Too many tags added for queue {queue.Name}.");
    }
}
