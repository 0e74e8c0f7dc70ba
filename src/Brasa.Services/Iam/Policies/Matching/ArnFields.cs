namespace Brasa.Services.Iam.Policies.Matching;

/// <summary>The six fields of an ARN, each matched on its own.</summary>
/// <remarks>IAM User Guide, "Condition operators", Amazon Resource Name. The last field may hold colons.</remarks>
internal static class ArnFields
{
    private const int Count = 6;

    /// <param name="pattern">As <see cref="Wildcard.Matches"/> takes it.</param>
    /// <param name="arn">The ARN.</param>
    public static bool Match(ReadOnlySpan<char> pattern, ReadOnlySpan<char> arn)
    {
        if (pattern is [TextPattern.AnyRun]) return true;
        for (var field = 1; field < Count; field++)
        {
            var (patternEnd, arnEnd) = (pattern.IndexOf(':'), arn.IndexOf(':'));
            if (patternEnd < 0 || arnEnd < 0 || !Wildcard.Matches(pattern[..patternEnd], arn[..arnEnd])) return false;
            pattern = pattern[(patternEnd + 1)..];
            arn = arn[(arnEnd + 1)..];
        }

        return Wildcard.Matches(pattern, arn);
    }
}
