using System.Text.RegularExpressions;
using Brasa.Contracts.Sqs;
using Brasa.Core.Errors;
using Brasa.Wire.Operations;

namespace Brasa.Services.Sqs.Messages;

/// <summary>What batches may be: of one to ten entries, each with an id of its own.</summary>
/// <remarks>Amazon SQS API reference, "SendMessageBatch".</remarks>
internal static partial class BatchRules
{
    private const int Most = 10;

    /// <summary>Checks a batch as a whole.</summary>
    /// <param name="ids">The ids of its entries.</param>
    /// <param name="entry">What an entry is called.</param>
    public static void Check(IReadOnlyCollection<string> ids, string entry)
    {
        if (ids.Count == 0) throw new EmptyBatchRequestException($"There should be at least one {entry} in the request.");
        if (ids.Count > Most) throw new TooManyEntriesInBatchRequestException($"Maximum number of entries per request are {Most}. You have sent {ids.Count}.");
        if (!ids.All(id => Id().IsMatch(id)))
            throw new InvalidBatchEntryIdException("A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.");
        if (ids.GroupBy(id => id, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } repeated) throw new BatchEntryIdsNotDistinctException($"Id {repeated.Key} repeated.");
    }

    /// <summary>How an entry that failed is told, while others went well.</summary>
    public static BatchResultErrorEntry Failed(string id, AwsException error) => new()
    {
        Id = id,
        SenderFault = error.Status < 500,
        Code = (error as IModeledError)?.QueryCode ?? error.Code switch
        {
            "InvalidParameterValueException" => "InvalidParameterValue",
            "MissingRequiredParameterException" => "MissingParameter",
            var code => code,
        },
        Message = error.Message,
    };

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,80}\z")]
    private static partial Regex Id();
}
