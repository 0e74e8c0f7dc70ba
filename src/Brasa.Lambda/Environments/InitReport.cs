using System.Globalization;
using Brasa.Lambda.Invocation;

namespace Brasa.Lambda.Environments;

/// <summary>AWS's INIT_REPORT line, printed where loading the function failed.</summary>
internal static class InitReport
{
    public static string Line(TimeSpan duration, InvocationOutcome failure)
    {
        var line = string.Create(CultureInfo.InvariantCulture,
            $"INIT_REPORT Init Duration: {duration.TotalMilliseconds:F2} ms\tPhase: init\tStatus: {OutcomeText.Status(failure)}");
        return OutcomeText.ReportedErrorType(failure) is { } type ? $"{line}\tError Type: {type}" : line;
    }
}
