using Brasa.Contracts.Lambda;
using Brasa.Core.Identity;
using Brasa.Core.Operations;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Tags;

/// <summary>What tags must satisfy, and what can have them.</summary>
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

    /// <summary>The function that a tag operation's <c>Resource</c> names.</summary>
    /// <exception cref="InvalidParameterValueException">It names a version or an alias.</exception>
    /// <exception cref="Core.Errors.AwsException">It names something else that is not built.</exception>
    public static FunctionReference Read(string resource, RequestContext context)
    {
        if (Arn.TryParse(resource) is { } arn && !arn.Resource.StartsWith("function:", StringComparison.Ordinal))
            throw FunctionSettings.Unsupported($"Tags of a {arn.Resource.Split(':')[0]}");
        var reference = FunctionReference.Parse(resource, null, context);
        return reference.Qualifier is null
            ? reference
            : throw FunctionSettings.Invalid("Tags on function aliases and versions are not supported. Please specify a function ARN.");
    }
}
