using Brasa.Core.Metering;
using Brasa.Lambda.Environments;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Metering;

/// <summary>An invocation as the journal has it.</summary>
/// <param name="Definition">What ran it.</param>
/// <param name="Answered">What was known when its response left.</param>
/// <param name="Final">What was known when it was over.</param>
/// <param name="Slot">Its slot.</param>
internal readonly record struct MeteredInvocation(MeterDefinition Definition, AnsweredHalf Answered, FinalHalf Final, int Slot)
{
    /// <summary>Its REPORT line.</summary>
    public InvocationReport Report => new()
    {
        RequestId = Answered.RequestId.ToString(),
        Duration = Final.Duration,
        InitDuration = Answered.Init,
        MemoryMiB = Definition.MemoryMiB,
        PeakMemoryBytes = Final.PeakMemoryBytes,
        Status = Final.Status,
        ErrorType = Final.ErrorType,
    };

    /// <summary>What it used.</summary>
    public UsageSums Sums
    {
        get
        {
            var billed = InvocationReport.BillOf(Final.Duration, Answered.Init);
            var memory = billed * Definition.MemoryMiB;
            return new UsageSums
            {
                Requests = 1,
                ExtraRequests = Answered.ExtraRequests,
                BilledMs = billed,
                InitMs = Answered.Init is { } init ? InvocationReport.BillOf(init, null) : 0,
                MemoryMs = Definition.IsProvisioned ? 0 : memory,
                ActiveMs = Definition.IsProvisioned ? memory : 0,
                TmpMs = billed * (Definition.TmpMiB - FunctionLimits.MinEphemeralStorageMiB),
                StreamedBytes = Answered.StreamedBytes,
            };
        }
    }
}
