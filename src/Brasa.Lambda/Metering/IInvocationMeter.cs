using Brasa.Lambda.Environments;
using Brasa.Lambda.Invocation;

namespace Brasa.Lambda.Metering;

/// <summary>Meters the invocations of one environment. It never waits for a disk, and never fails.</summary>
internal interface IInvocationMeter
{
    /// <summary>An invocation is answered: called before its response leaves.</summary>
    /// <param name="invocation">The invocation.</param>
    /// <param name="duration">Its time up to now.</param>
    /// <param name="init">INIT that is billed with it; <c>null</c> for none.</param>
    /// <param name="outcome">What it came to.</param>
    void Answered(PendingInvocation invocation, TimeSpan duration, TimeSpan? init, InvocationOutcome outcome);

    /// <summary>An invocation is over: called before its REPORT line is written, once, after <see cref="Answered"/>.</summary>
    void Finished(PendingInvocation invocation, InvocationReport report);
}
