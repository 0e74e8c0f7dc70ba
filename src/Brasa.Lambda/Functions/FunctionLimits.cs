namespace Brasa.Lambda.Functions;

/// <summary>AWS Lambda's quotas that functions are held to.</summary>
/// <remarks>AWS Lambda developer guide, "Lambda quotas".</remarks>
internal static class FunctionLimits
{
    /// <summary>Seconds.</summary>
    public const int DefaultTimeoutSeconds = 3;

    /// <summary>MiB of /tmp that every function has.</summary>
    public const int MinEphemeralStorageMiB = 512;

    /// <summary>Bytes of all environment variables together, as JSON.</summary>
    public const int EnvironmentVariablesBytes = 4 * 1024;

    /// <summary>Bytes of a zip sent with the request.</summary>
    public const int DirectZipBytes = 52_428_800;

    /// <summary>Bytes of a request that carries a zip, in base64.</summary>
    public const int CodeRequestBytes = 70_167_211;

    /// <summary>Bytes of a package once unzipped.</summary>
    public const long UnzippedBytes = 262_144_000;

    /// <summary>Bytes of all packages of an account in a region.</summary>
    public const long TotalCodeBytes = 80_530_636_800;

    /// <summary>Bytes of a synchronous invocation's event.</summary>
    public const int RequestBytes = 6_291_456;

    /// <summary>Bytes of a synchronous invocation's response.</summary>
    public const int ResponseBytes = 6_291_556;

    /// <summary>Environments that may be busy at one time in an account and region.</summary>
    public const int AccountConcurrency = 1_000;
}
