using Brasa.Core.Operations;
using Brasa.Services.Sqs.Delivery;

namespace Brasa.Services.Sqs.Queues;

/// <summary>Pages of queues.</summary>
internal static class QueuePages
{
    /// <remarks>Amazon SQS API reference, "ListQueues".</remarks>
    private const int Most = 1_000;

    /// <summary>One page; who asks for no pages gets the first and is not told of others.</summary>
    public static (IReadOnlyList<Queue> Items, string? Next) Cut(Func<string?, IEnumerable<Queue>> following, int? maxResults, string? token)
    {
        if (maxResults is < 1 or > Most) throw SqsErrors.Invalid(maxResults, "MaxResults", $"MaxResults must be an integer between 1 and {Most}.");
        var (items, next) = Pages.Cut(following, queue => queue.Name.Name, maxResults ?? Most, token, () => SqsErrors.Invalid("Invalid or expired next token."));
        return (items, maxResults is null ? null : next);
    }
}
