using Brasa.Lambda.Environments;
using Brasa.Lambda.Invocation;
using Brasa.Lambda.Metering;

namespace Brasa.Lambda.Tests.Fakes;

/// <summary>Keeps what is metered.</summary>
internal sealed class FakeMeter : IInvocationMeter
{
    public List<(TimeSpan Duration, TimeSpan? Init)> Answers { get; } = [];

    public List<InvocationReport> Reports { get; } = [];

    /// <summary>Called with each answer.</summary>
    public Action OnAnswered { get; set; } = () => { };

    /// <summary>Called with each end.</summary>
    public Action OnFinished { get; set; } = () => { };

    public void Answered(PendingInvocation invocation, TimeSpan duration, TimeSpan? init, InvocationOutcome outcome)
    {
        Answers.Add((duration, init));
        OnAnswered();
    }

    public void Finished(PendingInvocation invocation, InvocationReport report)
    {
        Reports.Add(report);
        OnFinished();
    }
}
