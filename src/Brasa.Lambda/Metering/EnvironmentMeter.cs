using Brasa.Lambda.Environments;
using Brasa.Lambda.Functions;
using Brasa.Lambda.Invocation;

namespace Brasa.Lambda.Metering;

/// <summary>Writes the invocations of one environment to the journal.</summary>
internal sealed class EnvironmentMeter(MeteringJournal journal, FunctionVersion function, bool isProvisioned, string logStream, TimeProvider clock) : IInvocationMeter
{
    private readonly MeterSource source = new(journal, function, isProvisioned, logStream);

    /// <inheritdoc />
    public void Answered(PendingInvocation invocation, TimeSpan duration, TimeSpan? init, InvocationOutcome outcome)
    {
        if (source.Claim(invocation.Tags) is not { } slot)
        {
            journal.CountUnmetered();
            return;
        }

        invocation.Slot = slot;
        new AnsweredHalf(
            Guid.TryParse(invocation.RequestId, out var id) ? id : Guid.Empty, slot.Definition, clock.GetUtcNow().ToUnixTimeMilliseconds(), duration, init,
            invocation.ExtraRequests, invocation.StreamedBytes, OutcomeText.Status(outcome)).WriteTo(slot.Bytes[..SlotLayout.HalfBytes]);
    }

    /// <inheritdoc />
    public void Finished(PendingInvocation invocation, InvocationReport report)
    {
        if (invocation.Slot is not { } slot) return;
        invocation.Slot = null;
        new FinalHalf(clock.GetUtcNow().ToUnixTimeMilliseconds(), report.Duration, report.PeakMemoryBytes, report.Status, report.ErrorType).WriteTo(slot.Bytes[SlotLayout.HalfBytes..]);
        slot.Segment.Release();
    }
}
