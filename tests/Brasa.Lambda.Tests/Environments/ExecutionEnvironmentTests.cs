using System.Text;
using Brasa.Lambda.Environments;
using Brasa.Lambda.Invocation;
using Brasa.Lambda.Tests.Fakes;
using Brasa.Sandbox;
using Microsoft.Extensions.Time.Testing;

namespace Brasa.Lambda.Tests.Environments;

public sealed class ExecutionEnvironmentTests : IAsyncDisposable
{
    private readonly FakeTimeProvider clock = new();
    private readonly FakeLogStream log = new();
    private readonly FakeSlot slot = new();
    private readonly Observer observer = new();
    private readonly ExecutionEnvironment environment;

    public ExecutionEnvironmentTests() =>
        environment = new ExecutionEnvironment(Sample.Function(), new EnvironmentLog(log, "stream", clock), observer, clock);

    [Fact]
    public async Task The_first_request_for_an_event_ends_initialization_and_brings_the_cpu_limit()
    {
        await StartAsync();
        Assert.Null(slot.Sandbox.CpuLimit);

        clock.Advance(TimeSpan.FromMilliseconds(120));
        Assert.NotNull(environment.NextAsync());

        Assert.Equal(["loaded", "idle"], observer.Said);
        Assert.Equal(EnvironmentState.Idle, environment.State);
        Assert.Equal(1.0, slot.Sandbox.CpuLimit);
    }

    [Fact]
    public async Task A_runtime_that_asks_before_its_start_has_returned_is_idle_once_it_has()
    {
        var started = new TaskCompletionSource();
        slot.Started = started.Task;
        var starting = StartAsync();

        var next = environment.NextAsync()!;
        Assert.Empty(observer.Said);
        started.SetResult();
        await starting;

        Assert.Equal(["loaded", "idle"], observer.Said);
        Assert.Equal(1.0, slot.Sandbox.CpuLimit);
        var (invocation, _) = Dispatch();
        Assert.Same(invocation, await next);
    }

    [Fact]
    public async Task A_sandbox_that_is_gone_when_its_runtime_asks_is_a_failed_start()
    {
        await StartAsync();
        slot.Sandbox.FailToLimit = new IOException("The control group is gone.");

        Assert.Throws<IOException>(() => { _ = environment.NextAsync(); });
        slot.Sandbox.Exit(new SandboxExit(null, 9, OutOfMemory: false));

        await observer.Gone;
        Assert.IsType<InvocationOutcome.Exited>(observer.Failure);
    }

    [Fact]
    public async Task An_event_goes_to_the_runtime_and_its_answer_back()
    {
        var next = await BecomeIdleAsync();
        var (invocation, outcome) = Dispatch();

        Assert.Same(invocation, await next);
        Assert.Equal(clock.GetUtcNow() + TimeSpan.FromSeconds(3), invocation.Deadline);
        Assert.True(environment.TryAnswer(invocation.RequestId, Sample.Answer("42")));

        var completed = Assert.IsType<InvocationOutcome.Completed>(await outcome);
        Assert.Equal("42", Encoding.UTF8.GetString(completed.Payload.Span));
    }

    [Fact]
    public async Task Only_the_first_report_tells_the_initialization()
    {
        await StartAsync();
        clock.Advance(TimeSpan.FromMilliseconds(120.5));
        _ = environment.NextAsync();
        AnswerOneEvent(TimeSpan.FromMilliseconds(1.25));
        _ = environment.NextAsync();
        AnswerOneEvent(TimeSpan.FromMilliseconds(7));

        var reports = log.Lines.Where(line => line.StartsWith("REPORT", StringComparison.Ordinal)).ToList();
        Assert.EndsWith("Duration: 1.25 ms\tBilled Duration: 122 ms\tMemory Size: 1769 MB\tMax Memory Used: 20 MB\tInit Duration: 120.50 ms\t", reports[0], StringComparison.Ordinal);
        Assert.EndsWith("Duration: 7.00 ms\tBilled Duration: 7 ms\tMemory Size: 1769 MB\tMax Memory Used: 20 MB\t", reports[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_of_an_invocation_stand_between_start_and_end()
    {
        await BecomeIdleAsync();
        var (invocation, _) = Dispatch();
        slot.Sandbox.Output!.Write("one\ntwo without an end"u8, isError: false);
        environment.TryAnswer(invocation.RequestId, Sample.Answer());

        Assert.Equal([$"START RequestId: {invocation.RequestId} Version: $LATEST", "one", "two without an end", $"END RequestId: {invocation.RequestId}"], log.Lines[..4]);
    }

    [Fact]
    public async Task Time_that_is_up_ends_the_event_and_the_environment()
    {
        await BecomeIdleAsync();
        var (invocation, outcome) = Dispatch();

        clock.Advance(TimeSpan.FromSeconds(3));

        Assert.IsType<InvocationOutcome.TimedOut>(await outcome);
        await environment.DisposeAsync();
        Assert.True(slot.Sandbox.IsDisposed);
        Assert.Contains(log.Lines, line => line.EndsWith($"{invocation.RequestId} Task timed out after 3.00 seconds", StringComparison.Ordinal));
        Assert.Contains(log.Lines, line => line.StartsWith("REPORT", StringComparison.Ordinal) && line.EndsWith("Status: timeout", StringComparison.Ordinal));
        Assert.False(environment.TryAnswer(invocation.RequestId, Sample.Answer()));
    }

    [Fact]
    public async Task Time_does_not_run_while_no_event_is_there()
    {
        var next = await BecomeIdleAsync();

        clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(EnvironmentState.Idle, environment.State);
        Assert.False(next.IsCompleted);
    }

    [Fact]
    public async Task A_process_that_ends_ends_its_event()
    {
        await BecomeIdleAsync();
        var (_, outcome) = Dispatch();

        slot.Sandbox.Exit(new SandboxExit(3, null, OutOfMemory: false));

        var exited = Assert.IsType<InvocationOutcome.Exited>(await outcome);
        Assert.Equal(3, exited.Exit.ExitCode);
        await observer.Gone;
        Assert.Equal(EnvironmentState.Gone, environment.State);
    }

    [Fact]
    public async Task A_process_that_ends_while_loading_is_a_failed_start()
    {
        await StartAsync();

        slot.Sandbox.Exit(new SandboxExit(1, null, OutOfMemory: false));

        await observer.Gone;
        Assert.IsType<InvocationOutcome.Exited>(observer.Failure);
        Assert.Contains(log.Lines, line => line.StartsWith("INIT_REPORT", StringComparison.Ordinal) && line.EndsWith("Error Type: Runtime.ExitError", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Loading_that_takes_too_long_is_a_failed_start()
    {
        await StartAsync();

        clock.Advance(FunctionPhases.Init + TimeSpan.FromSeconds(3));

        await observer.Gone;
        Assert.IsType<InvocationOutcome.TimedOut>(observer.Failure);
        Assert.True(slot.Sandbox.IsDisposed);
    }

    [Fact]
    public async Task What_was_printed_while_loading_goes_with_the_event_that_could_not_be_served()
    {
        await StartAsync();
        slot.Sandbox.Output!.Write("no such module\n"u8, isError: true);
        environment.TryFailToLoad(new InvocationOutcome.FunctionError("{}"u8.ToArray(), "Runtime.ImportModuleError"));

        var tail = new LogTail();
        environment.Fail(Sample.Event(tail: tail), observer.Failure!);

        var lines = Encoding.UTF8.GetString(Convert.FromBase64String(tail.ToBase64())).Split('\n');
        Assert.Equal("no such module", lines[0]);
        Assert.StartsWith("INIT_REPORT", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("START", lines[2], StringComparison.Ordinal);
        Assert.EndsWith("Status: error\tError Type: Runtime.ImportModuleError", lines[4], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_runtime_with_an_event_gets_no_second_one()
    {
        await BecomeIdleAsync();
        Dispatch();

        Assert.Null(environment.NextAsync());
    }

    [Fact]
    public async Task A_runtime_that_waits_already_may_not_wait_twice()
    {
        await BecomeIdleAsync();

        Assert.Null(environment.NextAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("22222222-2222-4222-8222-222222222222")]
    public async Task An_answer_to_another_event_is_refused(string requestId)
    {
        await BecomeIdleAsync();
        var (_, outcome) = Dispatch();

        Assert.False(environment.TryAnswer(requestId, Sample.Answer()));
        Assert.False(outcome.IsCompleted);
    }

    [Fact]
    public async Task An_event_is_answered_once()
    {
        await BecomeIdleAsync();
        var (invocation, _) = Dispatch();

        Assert.True(environment.TryAnswer(invocation.RequestId, Sample.Answer()));
        Assert.False(environment.TryAnswer(invocation.RequestId, Sample.Answer()));
    }

    [Fact]
    public async Task Ending_lets_the_waiting_runtime_go()
    {
        var next = await BecomeIdleAsync();

        await environment.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        Assert.True(slot.IsDisposed);
    }

    [Fact]
    public async Task Draining_ends_an_idle_environment_and_no_busy_one()
    {
        await BecomeIdleAsync();
        Assert.True(environment.TryClaim());
        environment.Drain();
        Assert.Equal(EnvironmentState.Busy, environment.State);

        var outcome = environment.InvokeAsync(Sample.Event());
        environment.TryAnswer(Sample.Event().RequestId, Sample.Answer());
        await outcome;
        _ = environment.NextAsync();
        environment.Drain();

        await observer.Gone;
    }

    public ValueTask DisposeAsync() => environment.DisposeAsync();

    private Task StartAsync() => environment.StartAsync(slot, new SandboxSpec
    {
        Command = ["true"],
        Environment = new Dictionary<string, string>(),
        Limits = new SandboxLimits { MemoryBytes = 1 << 30 },
    }, CancellationToken.None);

    private async Task<Task<PendingInvocation>> BecomeIdleAsync()
    {
        await StartAsync();
        return environment.NextAsync()!;
    }

    private (PendingInvocation Invocation, Task<InvocationOutcome> Outcome) Dispatch()
    {
        Assert.True(environment.TryClaim());
        var invocation = Sample.Event();
        return (invocation, environment.InvokeAsync(invocation));
    }

    private void AnswerOneEvent(TimeSpan duration)
    {
        var (invocation, _) = Dispatch();
        clock.Advance(duration);
        Assert.True(environment.TryAnswer(invocation.RequestId, Sample.Answer()));
    }

    private sealed class Observer : IEnvironmentObserver
    {
        private readonly TaskCompletionSource gone = new();

        public List<string> Said { get; } = [];

        public InvocationOutcome? Failure { get; private set; }

        public Task Gone => gone.Task;

        public void Loaded(ExecutionEnvironment environment) => Said.Add("loaded");

        public void BecameIdle(ExecutionEnvironment environment) => Said.Add("idle");

        public void FailedToLoad(ExecutionEnvironment environment, InvocationOutcome failure) => Failure = failure;

        public void Ended(ExecutionEnvironment environment) => gone.TrySetResult();
    }
}
