namespace Brasa.Core.Metering;

/// <summary>What has been used: all that is over, also what has just been.</summary>
public interface IUsage
{
    /// <summary>What was used in a span of hours, each key once.</summary>
    /// <param name="from">The first hour, in hours since 1970, UTC.</param>
    /// <param name="before">The hour before which it ends.</param>
    /// <param name="account">Whose; <c>null</c> for everybody's.</param>
    IReadOnlyList<UsageRow> Read(long from, long before, string? account);

    /// <summary>Invocations that ran since the server's start and could not be metered: the disk was full.</summary>
    long Unmetered { get; }
}
