namespace Brasa.Lambda.RuntimeManagement;

/// <summary>When a version's runtime may be replaced by a newer one.</summary>
/// <param name="On">AWS's <c>UpdateRuntimeOn</c>.</param>
/// <param name="Arn">The runtime version that is kept, with <c>Manual</c>.</param>
internal sealed record RuntimeUpdates(string On, string? Arn)
{
    public static readonly RuntimeUpdates Default = new("Auto", null);
}
