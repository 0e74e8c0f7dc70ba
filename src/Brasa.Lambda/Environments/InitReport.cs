using System.Globalization;
using Brasa.Lambda.Invocation;

namespace Brasa.Lambda.Environments;

/// <summary>When a function is loaded.</summary>
internal enum InitPhase
{
    /// <summary>Before any event, at no cost of its time.</summary>
    Init,

    /// <summary>In the time of an event, because the phase before failed or the runtime has ended since.</summary>
    Invoke,
}

/// <summary>How loading a function went, as AWS's INIT_REPORT line tells it where it failed.</summary>
/// <param name="Duration">What it took.</param>
/// <param name="Phase">When it was loaded.</param>
/// <param name="IsProvisioned">Whether nobody waited for it.</param>
/// <param name="Failure">How it failed; <c>null</c> where it did not.</param>
internal sealed record InitReport(TimeSpan Duration, InitPhase Phase, bool IsProvisioned, InvocationOutcome? Failure)
{
    /// <summary>AWS's name of the phase.</summary>
    public string PhaseName => Phase == InitPhase.Init ? "init" : "invoke";

    /// <summary><c>timeout</c> or <c>error</c>; <c>null</c> after a success.</summary>
    public string? Status => Failure is null ? null : OutcomeText.Status(Failure);

    /// <summary>The error's type, with the status <c>error</c>.</summary>
    public string? ErrorType => Failure is null ? null : OutcomeText.ReportedErrorType(Failure);

    /// <inheritdoc />
    public override string ToString()
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"INIT_REPORT Init Duration: {Duration.TotalMilliseconds:F2} ms\tPhase: {PhaseName}\tStatus: {Status}");
        return ErrorType is { } type ? $"{line}\tError Type: {type}" : line;
    }
}
