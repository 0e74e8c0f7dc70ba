namespace Brasa.Lambda.Environments;

/// <summary>How long the phases of an environment's life may take.</summary>
/// <remarks>AWS Lambda developer guide, "Lambda execution environment lifecycle".</remarks>
internal static class FunctionPhases
{
    /// <summary>Loading the function; past it, loading goes on at the cost of the first invocation's timeout.</summary>
    public static readonly TimeSpan Init = TimeSpan.FromSeconds(10);

    /// <summary>How long an environment stays without an event.</summary>
    public static readonly TimeSpan IdleLife = TimeSpan.FromMinutes(10);
}
