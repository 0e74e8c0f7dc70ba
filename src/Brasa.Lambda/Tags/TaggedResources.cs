using Brasa.Contracts.Lambda;
using Brasa.Core.Identity;
using Brasa.Core.Operations;
using Brasa.Lambda.CodeSigning;
using Brasa.Lambda.EventSourceMappings;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Tags;

/// <summary>What can have tags, by its ARN: functions, code signing configurations and event source mappings.</summary>
internal sealed class TaggedResources(FunctionStore functions, CodeSigningConfigStore configs, MappingStore mappings)
{
    private static readonly IReadOnlyDictionary<string, string> NoTags = new Dictionary<string, string>();

    /// <exception cref="ResourceNotFoundException">There is no such resource.</exception>
    public IReadOnlyDictionary<string, string> GetTags(string resource, RequestContext context) =>
        (IsConfig(resource) ? configs.Get(resource, context).Tags : MappingOf(resource) is { } id ? mappings.Get(id, context).Tags : functions.GetFunction(ReadFunction(resource, context)).Tags) ?? NoTags;

    /// <summary>Replaces a resource's tags by what <paramref name="change"/> makes of them, which may be asked more than once.</summary>
    /// <exception cref="ResourceNotFoundException">There is no such resource.</exception>
    public Task UpdateAsync(
        string resource, RequestContext context, Func<IReadOnlyDictionary<string, string>, IReadOnlyDictionary<string, string>> change, CancellationToken ct)
    {
        IReadOnlyDictionary<string, string>? Changed(IReadOnlyDictionary<string, string>? tags) => change(tags ?? NoTags) is { Count: > 0 } changed ? changed : null;

        return IsConfig(resource)
            ? configs.UpdateAsync(resource, context, config => config with { Tags = Changed(config.Tags) }, ct)
            : MappingOf(resource) is { } id ? mappings.UpdateAsync(mappings.Get(id, context), mapping => mapping with { Tags = Changed(mapping.Tags) }, ct)
            : functions.UpdateAsync(ReadFunction(resource, context), function => function with { Tags = Changed(function.Tags) }, ct);
    }

    private static string? MappingOf(string resource) =>
        Arn.TryParse(resource) is { } arn && arn.Resource.StartsWith(MappingRules.ArnPrefix, StringComparison.Ordinal) ? arn.Resource[MappingRules.ArnPrefix.Length..] : null;

    private static bool IsConfig(string resource) =>
        Arn.TryParse(resource) is { } arn && arn.Resource.StartsWith(CodeSigningRules.ArnPrefix, StringComparison.Ordinal);

    /// <summary>Whether an ARN is that of a function.</summary>
    public static bool IsFunction(string resource) => Arn.TryParse(resource) is { } arn && arn.Resource.StartsWith("function:", StringComparison.Ordinal);

    /// <exception cref="InvalidParameterValueException">It names a version or an alias.</exception>
    /// <exception cref="Core.Errors.AwsException">It names something else that is not built.</exception>
    private static FunctionReference ReadFunction(string resource, RequestContext context)
    {
        if (Arn.TryParse(resource) is { } arn && !arn.Resource.StartsWith("function:", StringComparison.Ordinal))
            throw FunctionSettings.Unsupported($"Tags of a {arn.Resource.Split(':')[0]}");
        var reference = FunctionReference.Parse(resource, null, context);
        return reference.Qualifier is null
            ? reference
            : throw FunctionSettings.Invalid("Tags on function aliases and versions are not supported. Please specify a function ARN.");
    }
}
