using System.Globalization;
using System.Text.Json;

namespace Brasa.Services.Sqs.Attributes;

/// <summary>Where messages go that nobody can deal with.</summary>
/// <param name="TargetArn">The dead-letter queue.</param>
/// <param name="MaxReceiveCount">How often a message is received before it goes there.</param>
internal sealed record RedrivePolicy(string TargetArn, int MaxReceiveCount)
{
    private const int MostReceives = 1_000;

    /// <summary>Reads the attribute.</summary>
    /// <param name="json">The attribute.</param>
    /// <param name="problem">What is wrong with it, where <c>null</c> is returned.</param>
    public static RedrivePolicy? TryParse(string json, out string problem)
    {
        problem = "Redrive policy is not a valid JSON map.";
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return null;
            if (!document.RootElement.TryGetProperty("deadLetterTargetArn", out var target) || target.ValueKind != JsonValueKind.String)
            {
                problem = "Redrive policy does not contain mandatory attribute: deadLetterTargetArn.";
                return null;
            }

            if (!document.RootElement.TryGetProperty("maxReceiveCount", out var count))
            {
                problem = "Redrive policy does not contain mandatory attribute: maxReceiveCount.";
                return null;
            }

            problem = $"Invalid value for maxReceiveCount: {count}, valid values are from 1 to {MostReceives} both inclusive.";
            return int.TryParse(count.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most is >= 1 and <= MostReceives
                ? new RedrivePolicy(target.GetString()!, most)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
