using System.Collections.Immutable;
using Brasa.Services.Iam.Policies.Syntax;

namespace Brasa.Services.Iam.Policies.Conditions;

/// <summary>Ranges of IP addresses.</summary>
internal sealed class AddressTest : ValueTest
{
    private readonly ImmutableArray<AddressRange> ranges;

    /// <exception cref="MalformedPolicyException">A value is no address and no range of them.</exception>
    public AddressTest(List<string> values) => ranges = [.. values.Select(value => AddressRange.TryParse(value) ?? throw PolicyErrors.LegacyParsing)];

    public override bool MatchesAny(string? value, ConditionContext context)
    {
        if (AddressRange.TryParseAddress(value) is not { } address) return false;
        foreach (var range in ranges.AsSpan())
        {
            if (range.Contains(address)) return true;
        }

        return false;
    }
}
