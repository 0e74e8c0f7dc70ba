namespace Brasa.Lambda.Concurrency;

/// <summary>How many environments are to be kept ready.</summary>
/// <param name="Requested">At least 1.</param>
/// <param name="LastModified">When that was last said.</param>
internal sealed record ProvisionedConcurrency(int Requested, DateTimeOffset LastModified);
