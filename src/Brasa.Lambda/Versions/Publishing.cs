using System.Globalization;
using System.Text.Json;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Versions;

/// <summary>How <c>$LATEST</c> becomes a numbered version.</summary>
internal static class Publishing
{
    /// <summary>The function with <c>$LATEST</c> frozen into its next version; the same function where its newest version is what <c>$LATEST</c> is now.</summary>
    /// <param name="function">The function.</param>
    /// <param name="description">The version's own description; <c>null</c> for that of <c>$LATEST</c>.</param>
    /// <param name="now">The time.</param>
    /// <param name="published">The version.</param>
    public static Function Publish(Function function, string? description, DateTimeOffset now, out FunctionVersion published)
    {
        var latest = function.Latest;
        if (function.Versions.GetValueOrDefault(function.LastNumber) is { } newest && IsUnchanged(latest, newest))
        {
            published = newest;
            return function;
        }

        var number = function.LastNumber + 1;
        published = latest with
        {
            Version = number.ToString(CultureInfo.InvariantCulture),
            RevisionId = Guid.NewGuid().ToString(),
            LastModified = now,
            Description = description ?? latest.Description,
            PublishedDescription = latest.Description,
            State = FunctionState.Active,
            LastUpdateStatus = UpdateStatus.Successful,
        };
        return function with { LastNumber = number, Versions = function.Versions.Add(number, published) };
    }

    private static bool IsUnchanged(FunctionVersion latest, FunctionVersion newest)
    {
        var asPublished = latest with
        {
            Version = newest.Version,
            Generation = newest.Generation,
            RevisionId = newest.RevisionId,
            LastModified = newest.LastModified,
            Description = newest.Description,
            PublishedDescription = latest.Description,
            State = newest.State,
            LastUpdateStatus = newest.LastUpdateStatus,
        };
        return Write(asPublished).AsSpan().SequenceEqual(Write(newest));
    }

    private static byte[] Write(FunctionVersion version) => JsonSerializer.SerializeToUtf8Bytes(version, FunctionJson.Default.FunctionVersion);
}
