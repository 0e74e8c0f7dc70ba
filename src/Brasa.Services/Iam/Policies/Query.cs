namespace Brasa.Services.Iam.Policies;

/// <summary>A request as statements look at it.</summary>
internal readonly ref struct Query(in AccessRequest request, ReadOnlySpan<char> action, bool hasBoundary)
{
    public readonly Caller Caller = request.Caller;
    public readonly string Resource = request.Resource;
    public readonly ConditionContext Context = request.Context;

    /// <summary>In lower case.</summary>
    public readonly ReadOnlySpan<char> Action = action;

    /// <summary>Whether the caller has a permissions boundary.</summary>
    public readonly bool HasBoundary = hasBoundary;
}
