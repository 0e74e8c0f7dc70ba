namespace Brasa.Lambda.Environments;

/// <summary>How long the phases of an environment's life may take.</summary>
/// <remarks>AWS Lambda developer guide, "Lambda execution environment lifecycle".</remarks>
internal static class FunctionPhases
{
    /// <summary>Loading the function; past it, loading starts again in the first invocation's time.</summary>
    public static readonly TimeSpan Init = TimeSpan.FromSeconds(10);

    /// <summary>Loading the function where nobody waits for that: in environments of provisioned concurrency.</summary>
    public static readonly TimeSpan ProvisionedInit = TimeSpan.FromMinutes(15);

    /// <summary>How long an environment runs on without an event: long enough that calls one after the other pay nothing for freezing.</summary>
    public static readonly TimeSpan BeforeFreeze = TimeSpan.FromMilliseconds(20);

    /// <summary>How long an environment stays without an event.</summary>
    public static readonly TimeSpan IdleLife = TimeSpan.FromMinutes(10);

    /// <summary>How long an environment takes events; whoever needs it longer gets another.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(6);

    /// <summary>How long the credentials in its environment variables are good for: past <see cref="Life"/> and its last event.</summary>
    public static readonly TimeSpan CredentialLife = TimeSpan.FromHours(12);
}
