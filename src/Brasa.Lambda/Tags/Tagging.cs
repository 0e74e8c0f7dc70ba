using Brasa.Contracts.Lambda;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Tags;

/// <summary>What tags must satisfy.</summary>
/// <remarks>AWS Lambda developer guide, "Using tags on Lambda functions".</remarks>
internal static class Tagging
{
    private const int MostTags = 50;
    private const int MostKeyLength = 128;
    private const int MostValueLength = 256;

    /// <exception cref="InvalidParameterValueException">Some tag is none that AWS takes, or there would be too many with the <paramref name="others"/>.</exception>
    public static void Check(IReadOnlyDictionary<string, string>? tags, int others)
    {
        if (tags is null) return;
        foreach (var (key, value) in tags)
        {
            if (key.Length is 0 or > MostKeyLength) throw FunctionSettings.Invalid($"Tag keys must be between 1 and {MostKeyLength} characters long.");
            if (value.Length > MostValueLength) throw FunctionSettings.Invalid($"Tag values must be at most {MostValueLength} characters long.");
            if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)) throw FunctionSettings.Invalid("Tag keys must not begin with aws:, which is for AWS's own use.");
        }

        if (tags.Count + others > MostTags) throw FunctionSettings.Invalid("Number of tags exceeds resource tag limit.");
    }
}
