namespace Brasa.Core.Metering;

/// <summary>Whose usage is summed up together, and of when.</summary>
/// <param name="Hour">The hour in which invocations ended, in hours since 1970, UTC.</param>
/// <param name="Account">The account, 12 digits.</param>
/// <param name="Region">The region.</param>
/// <param name="Function">The function's name.</param>
/// <param name="Version">The version that ran, as <c>$LATEST</c> or <c>7</c>.</param>
/// <param name="Architecture">What it was for, as <c>x86_64</c>.</param>
/// <param name="Tags">The function's tags at that time: a JSON object with its names in order; empty for none.</param>
public sealed record UsageKey(long Hour, string Account, string Region, string Function, string Version, string Architecture, string Tags);
