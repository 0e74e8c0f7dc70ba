using System.Text;
using Brasa.Lambda.Invocation;
using Brasa.Sandbox;

namespace Brasa.Lambda.Tests.Invocation;

public sealed class OutcomeTextTests
{
    [Theory]
    [InlineData(1, null, false, "RequestId: id Error: Runtime exited with error: exit status 1")]
    [InlineData(0, null, false, "RequestId: id Error: Runtime exited without providing a reason")]
    [InlineData(null, 9, false, "RequestId: id Error: Runtime exited with error: signal: killed")]
    [InlineData(null, 9, true, "RequestId: id Error: Runtime exited with error: signal: killed")]
    [InlineData(null, 11, false, "RequestId: id Error: Runtime exited with error: signal: segmentation fault")]
    public void A_process_that_ended_is_told_as_AWS_tells_it(int? code, int? signal, bool outOfMemory, string message) =>
        Assert.Equal($$"""{"errorType":"Runtime.ExitError","errorMessage":"{{message}}"}""", Payload(new InvocationOutcome.Exited(new SandboxExit(code, signal, outOfMemory))));

    [Fact]
    public void Time_that_was_up_is_told_as_AWS_tells_it() => Assert.Equal(
        """{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: id Error: Task timed out after 3.00 seconds"}""",
        Payload(new InvocationOutcome.TimedOut(TimeSpan.FromSeconds(3))));

    [Fact]
    public void What_the_runtime_said_is_passed_on_as_it_is() =>
        Assert.Equal("""{"errorType":"ValueError"}""", Payload(new InvocationOutcome.FunctionError("""{"errorType":"ValueError"}"""u8.ToArray(), "ValueError")));

    [Fact]
    public void Memory_that_ran_out_is_reported_as_such()
    {
        var outcome = new InvocationOutcome.Exited(new SandboxExit(null, 9, OutOfMemory: true));

        Assert.Equal("error", OutcomeText.Status(outcome));
        Assert.Equal("Runtime.OutOfMemory", OutcomeText.ReportedErrorType(outcome));
    }

    private static string Payload(InvocationOutcome outcome) => Encoding.UTF8.GetString(OutcomeText.Payload("id", outcome).Span);
}
