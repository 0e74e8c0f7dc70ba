using System.Text.Json;

namespace Brasa.Lambda.EventSourceMappings.Polling;

/// <summary>What a function answers where it reports failures of single records.</summary>
/// <remarks>AWS Lambda developer guide, "Implementing partial batch responses": a response that cannot be made sense of fails the whole batch.</remarks>
internal static class BatchResponse
{
    private const string Failures = "batchItemFailures";
    private const string Identifier = "itemIdentifier";

    /// <summary>The identifiers of the records that failed; <c>null</c> where all of them are to be taken as failed.</summary>
    /// <param name="payload">The answer, UTF-8 JSON.</param>
    /// <param name="known">The identifiers of the batch.</param>
    public static IReadOnlySet<string>? ReadFailures(ReadOnlyMemory<byte> payload, IReadOnlySet<string> known)
    {
        var failed = new HashSet<string>(StringComparer.Ordinal);
        if (payload.IsEmpty) return failed;
        try
        {
            using var answer = JsonDocument.Parse(payload);
            if (answer.RootElement.ValueKind == JsonValueKind.Null) return failed;
            if (answer.RootElement.ValueKind != JsonValueKind.Object) return null;
            if (!answer.RootElement.TryGetProperty(Failures, out var items) || items.ValueKind == JsonValueKind.Null) return failed;
            if (items.ValueKind != JsonValueKind.Array) return null;
            foreach (var item in items.EnumerateArray())
            {
                if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty(Identifier, out var name) || name.ValueKind != JsonValueKind.String) return null;
                if (!known.Contains(name.GetString()!)) return null;
                failed.Add(name.GetString()!);
            }

            return failed;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
