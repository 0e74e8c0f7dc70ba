using System.Collections.Immutable;

namespace Brasa.Services.Iam.Policies.Matching;

/// <summary>A resource that a statement names, as an ARN with wildcards. Immutable.</summary>
/// <remarks>
/// IAM User Guide, "IAM JSON policy elements: Resource": a wildcard stands for characters of its field, and a <c>*</c> that is a field's last character also for
/// what follows behind the colon. So fields are compared one by one up to the first that ends so, and from there on all is one text.
/// </remarks>
internal sealed class ResourcePattern
{
    private const int FieldsBeforeResource = 5;

    private readonly ImmutableArray<WildcardPattern> fields;
    private readonly TextPattern rest;

    private ResourcePattern(ImmutableArray<WildcardPattern> fields, TextPattern rest)
    {
        this.fields = fields;
        this.rest = rest;
    }

    /// <exception cref="MalformedPolicyException">A variable does not end, or has no name.</exception>
    public static ResourcePattern Parse(string source, bool hasVariables)
    {
        var prefix = source.AsSpan(0, Math.Max(0, PrefixLength(source)));
        var fields = ImmutableArray.CreateBuilder<WildcardPattern>();
        var start = 0;
        // Without wildcards that are kept to their field all of it is one text.
        if (HasBoundWildcard(prefix))
        {
            for (var end = prefix.IndexOf(':'); end >= 0 && (end == 0 || source[start + end - 1] != '*'); end = prefix[start..].IndexOf(':'))
            {
                fields.Add(new WildcardPattern(TextPattern.Encode(source[start..(start + end)])));
                start += end + 1;
            }
        }

        return new ResourcePattern(fields.ToImmutable(), TextPattern.Parse(source[start..], hasWildcards: true, hasVariables));
    }

    /// <summary>Characters up to and with an ARN's fifth colon; negative where it has fewer.</summary>
    public static int PrefixLength(string source)
    {
        var end = -1;
        for (var i = 0; i < FieldsBeforeResource; i++)
        {
            end = source.IndexOf(':', end + 1);
            if (end < 0) return -1;
        }

        return end + 1;
    }

    public bool Matches(ReadOnlySpan<char> resource, ConditionContext context)
    {
        foreach (var field in fields.AsSpan())
        {
            var end = resource.IndexOf(':');
            if (end < 0 || !field.Matches(resource[..end])) return false;
            resource = resource[(end + 1)..];
        }

        return rest.Matches(resource, context);
    }

    private static bool HasBoundWildcard(ReadOnlySpan<char> prefix)
    {
        for (var i = 0; i < prefix.Length; i++)
        {
            if (prefix[i] == '?' || (prefix[i] == '*' && prefix[i + 1] != ':')) return true;
        }

        return false;
    }
}
