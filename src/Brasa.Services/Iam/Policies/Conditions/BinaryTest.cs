using System.Collections.Immutable;
using Brasa.Services.Iam.Policies.Syntax;

namespace Brasa.Services.Iam.Policies.Conditions;

/// <summary>Bytes, in base64 on both sides.</summary>
internal sealed class BinaryTest : ValueTest
{
    private readonly ImmutableArray<byte[]> values;

    /// <exception cref="MalformedPolicyException">A value is no base64.</exception>
    public BinaryTest(List<string> values) => this.values = [.. values.Select(value => Decode(value) ?? throw PolicyErrors.LegacyParsing)];

    public override bool MatchesAny(string? value, ConditionContext context)
    {
        if (value is null || Decode(value) is not { } bytes) return false;
        foreach (var candidate in values.AsSpan())
        {
            if (bytes.AsSpan().SequenceEqual(candidate)) return true;
        }

        return false;
    }

    private static byte[]? Decode(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }
}
