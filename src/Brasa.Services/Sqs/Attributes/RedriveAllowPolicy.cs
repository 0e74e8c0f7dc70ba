using System.Collections.Immutable;
using System.Text.Json;

namespace Brasa.Services.Sqs.Attributes;

/// <summary>Which queues may name this one as their dead-letter queue.</summary>
/// <param name="Permission"><c>allowAll</c>, <c>denyAll</c> or <c>byQueue</c>.</param>
/// <param name="Sources">The ARNs of those that may, <c>byQueue</c>.</param>
internal sealed record RedriveAllowPolicy(string Permission, ImmutableArray<string> Sources)
{
    private const string ByQueue = "byQueue";
    private const int MostSources = 10;

    public bool Allows(string sourceArn) => Permission == "allowAll" || (Permission == ByQueue && Sources.Contains(sourceArn));

    /// <summary>Reads the attribute; <c>null</c> where it makes no sense.</summary>
    public static RedriveAllowPolicy? TryParse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("redrivePermission", out var permission)) return null;
            ImmutableArray<string> sources = [];
            var hasSources = document.RootElement.TryGetProperty("sourceQueueArns", out var named);
            if (hasSources)
            {
                if (named.ValueKind != JsonValueKind.Array || named.EnumerateArray().Any(source => source.ValueKind != JsonValueKind.String)) return null;
                sources = [.. named.EnumerateArray().Select(source => source.GetString()!)];
            }

            return permission.ValueKind != JsonValueKind.String ? null : permission.GetString() switch
            {
                ByQueue when sources.Length is >= 1 and <= MostSources => new RedriveAllowPolicy(ByQueue, sources),
                "allowAll" or "denyAll" when !hasSources => new RedriveAllowPolicy(permission.GetString()!, []),
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
