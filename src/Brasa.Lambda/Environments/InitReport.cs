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

/// <summary>AWS's INIT_REPORT line, printed where loading the function failed.</summary>
internal static class InitReport
{
    public static string Line(TimeSpan duration, InitPhase phase, InvocationOutcome failure)
    {
        var line = string.Create(CultureInfo.InvariantCulture,
            $"INIT_REPORT Init Duration: {duration.TotalMilliseconds:F2} ms\tPhase: {(phase == InitPhase.Init ? "init" : "invoke")}\tStatus: {OutcomeText.Status(failure)}");
        return OutcomeText.ReportedErrorType(failure) is { } type ? $"{line}\tError Type: {type}" : line;
    }
}
