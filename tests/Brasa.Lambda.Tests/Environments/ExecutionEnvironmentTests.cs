using System.Text;
using Brasa.Lambda.Concurrency;
using Brasa.Lambda.Environments;
using Brasa.Lambda.Functions;
using Brasa.Lambda.Invocation;
using Brasa.Lambda.Tests.Fakes;
using Brasa.Sandbox;
using Microsoft.Extensions.Time.Testing;

namespace Brasa.Lambda.Tests.Environments;

public sealed class ExecutionEnvironmentTests : IAsyncDisposable
{
    private readonly FakeTimeProvider clock = new();
    private readonly JumpingClock jumping;
    private readonly FakeLogStream log = new();
    private readonly FakeMeter meter = new();
    private readonly FakeSlot slot = new();
    private readonly Observer observer = new();
    private readonly ExecutionEnvironment environment;

    public ExecutionEnvironmentTests()
    {
        jumping = new JumpingClock(clock);
        environment = new ExecutionEnvironment(Sample.Function(), isProvisioned: false, new EnvironmentLog(log, "stream", SystemLog.Text, jumping), meter, observer, jumping);
    }

    [Fact]
    public async Task The_first_request_for_an_event_ends_initialization_and_brings_the_cpu_limit()
    {
        await StartAsync();
        Assert.Null(slot.Sandbox.CpuLimit);

        clock.Advance(TimeSpan.FromMilliseconds(120));
        Assert.NotNull(environment.Runtime.NextAsync());

        Assert.Equal(["started", "idle"], observer.Said);
        Assert.Equal(EnvironmentState.Idle, environment.State);
        Assert.Equal(1.0, slot.Sandbox.CpuLimit);
    }

    [Fact]
    public async Task A_runtime_that_asks_before_its_start_has_returned_is_idle_once_it_has()
    {
        var started = new TaskCompletionSource();
        slot.Started = started.Task;
        var starting = StartAsync();

        var next = environment.Runtime.NextAsync()!;
        Assert.Empty(observer.Said);
        started.SetResult();
        await starting;

        Assert.Equal(["started", "idle"], observer.Said);
        Assert.Equal(1.0, slot.Sandbox.CpuLimit);
        var (invocation, _) = Dispatch();
        Assert.Same(invocation, await next);
    }

    [Fact]
    public async Task A_sandbox_that_is_gone_when_its_runtime_asks_has_failed_to_load()
    {
        await StartAsync();
        slot.Sandbox.FailToLimit = new IOException("The control group is gone.");

        _ = environment.Runtime.NextAsync();

        Assert.Equal(["started", "idle"], observer.Said);
        Assert.Equal(EnvironmentState.Reset, environment.State);
    }

    [Fact]
    public async Task An_event_goes_to_the_runtime_and_its_answer_back()
    {
        var next = await BecomeIdleAsync();
        var (invocation, outcome) = Dispatch();

        Assert.Same(invocation, await next);
        Assert.Equal(clock.GetUtcNow() + TimeSpan.FromSeconds(3), invocation.Deadline);
        Assert.True(environment.Runtime.TryAnswer(invocation.RequestId, Sample.Answer("42")));

        var completed = Assert.IsType<InvocationOutcome.Completed>(await outcome);
        Assert.Equal("42", Encoding.UTF8.GetString(completed.Payload.Span));
    }

    [Fact]
    public async Task Only_the_first_report_tells_the_initialization()
    {
        await StartAsync();
        clock.Advance(TimeSpan.FromMilliseconds(120.5));
        _ = environment.Runtime.NextAsync();
        AnswerOneEvent(TimeSpan.FromMilliseconds(1.25));
        _ = environment.Runtime.NextAsync();
        AnswerOneEvent(TimeSpan.FromMilliseconds(7));
        _ = environment.Runtime.NextAsync();

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
        environment.Runtime.TryAnswer(invocation.RequestId, Sample.Answer());
        _ = environment.Runtime.NextAsync();

        Assert.Equal([$"START RequestId: {invocation.RequestId} Version: $LATEST", "one", "two without an end", $"END RequestId: {invocation.RequestId}"], log.Lines[..4]);
    }

    [Fact]
    public async Task Time_that_is_up_ends_the_event_and_the_runtime()
    {
        await BecomeIdleAsync();
        var (invocation, outcome) = Dispatch();
        var runtime = environment.Runtime;

        clock.Advance(TimeSpan.FromSeconds(3));

        Assert.IsType<InvocationOutcome.TimedOut>(await outcome);
        Assert.True(slot.Sandbox.IsDisposed);
        Assert.Equal(EnvironmentState.Reset, environment.State);
        Assert.Contains(log.Lines, line => line.EndsWith($"{invocation.RequestId} Task timed out after 3.00 seconds", StringComparison.Ordinal));
        Assert.Contains(log.Lines, line => line.StartsWith("REPORT", StringComparison.Ordinal) && line.EndsWith("Status: timeout", StringComparison.Ordinal));
        Assert.False(runtime.TryAnswer(invocation.RequestId, Sample.Answer()));
        Assert.Null(runtime.NextAsync());
    }

    [Fact]
    public async Task An_environment_without_an_event_is_frozen_and_thawed_for_the_next()
    {
        var next = await BecomeIdleAsync();
        clock.Advance(FunctionPhases.BeforeFreeze - TimeSpan.FromMilliseconds(1));
        Assert.Equal((EnvironmentState.Idle, false), (environment.State, slot.Sandbox.IsFrozen));

        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal((EnvironmentState.Frozen, true), (environment.State, slot.Sandbox.IsFrozen));
        Assert.False(next.IsCompleted);

        var (invocation, outcome) = Dispatch();
        Assert.False(slot.Sandbox.IsFrozen);
        environment.Runtime.TryAnswer(invocation.RequestId, Sample.Answer());
        Assert.IsType<InvocationOutcome.Completed>(await outcome);
    }

    [Fact]
    public async Task An_environment_is_not_frozen_while_it_has_an_event_or_has_not_asked_for_the_next()
    {
        await BecomeIdleAsync();
        var (invocation, _) = Dispatch();
        clock.Advance(TimeSpan.FromSeconds(1));
        environment.Runtime.TryAnswer(invocation.RequestId, Sample.Answer());
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal((EnvironmentState.Busy, false), (environment.State, slot.Sandbox.IsFrozen));
    }

    [Fact]
    public async Task A_runtime_that_does_not_ask_for_its_next_event_in_time_is_ended()
    {
        await BecomeIdleAsync();
        var (invocation, outcome) = Dispatch();
        environment.Runtime.TryAnswer(invocation.RequestId, Sample.Answer());
        Assert.IsType<InvocationOutcome.Completed>(await outcome);

        clock.Advance(TimeSpan.FromSeconds(3));

        Assert.True(slot.Sandbox.IsDisposed);
        Assert.Equal(EnvironmentState.Reset, environment.State);
    }

    [Fact]
    public async Task What_a_function_does_between_its_answer_and_its_next_request_is_paid_for_and_counts_as_running()
    {
        await BecomeIdleAsync();
        using var limiter = new ConcurrencyLimiter(1_000, new FunctionStore(new NoResources(), null!));
        Assert.True(environment.TryClaim());
        var invocation = Sample.Event();
        invocation.Admission = limiter.Admit(new Function { Latest = environment.Function }, environment.Function);
        var outcome = environment.InvokeAsync(invocation);
        environment.Runtime.TryAnswer(invocation.RequestId, Sample.Answer());
        Assert.IsType<InvocationOutcome.Completed>(await outcome);
        Assert.Equal(1, limiter.Running(environment.Function.Key));

        clock.Advance(TimeSpan.FromSeconds(2));
        _ = environment.Runtime.NextAsync();

        Assert.Contains(log.Lines, line => line.Contains("\tBilled Duration: 2000 ms\t", StringComparison.Ordinal));
        Assert.Equal(0, limiter.Running(environment.Function.Key));
    }

    [Fact]
    public async Task An_event_that_comes_while_a_late_runtime_is_being_ended_is_not_lost()
    {
        await BecomeIdleAsync();
        var (_, late) = Dispatch();
        var ended = new TaskCompletionSource();
        slot.Sandbox.Ended = ended.Task;

        clock.Advance(TimeSpan.FromSeconds(3));
        Assert.IsType<InvocationOutcome.TimedOut>(await late);
        Assert.Equal(EnvironmentState.Resetting, environment.State);
        slot.Sandbox.Exit(new SandboxExit(null, 9, OutOfMemory: false));
        Assert.False(environment.TryClaim());
        ended.SetResult();

        Assert.Equal(EnvironmentState.Reset, environment.State);
        var (next, outcome) = Dispatch();
        Assert.Same(next, await environment.Runtime.NextAsync()!);
        Assert.Equal(EnvironmentState.Busy, environment.State);
        environment.Runtime.TryAnswer(next.RequestId, Sample.Answer());
        Assert.IsType<InvocationOutcome.Completed>(await outcome);
        Assert.Equal(["started", "idle", "idle"], observer.Said);
    }

    [Fact]
    public async Task A_restart_that_loads_for_longer_than_the_phase_gets_its_cpu_limit()
    {
        var slow = new ExecutionEnvironment(Sample.Function() with { TimeoutSeconds = 60 }, isProvisioned: false, new EnvironmentLog(log, "stream", SystemLog.Text, clock), new FakeMeter(), observer, clock);
        await using var disposed = slow;
        await slow.StartAsync(slot, Spec, CancellationToken.None);
        slot.Sandbox.Exit(new SandboxExit(1, null, OutOfMemory: false));
        Assert.True(slow.TryClaim());
        _ = slow.InvokeAsync(Sample.Event());
        Assert.Null(slot.Sandbox.CpuLimit);

        clock.Advance(FunctionPhases.Init);

        Assert.Equal(1.0, slot.Sandbox.CpuLimit);
    }

    [Fact]
    public async Task A_process_that_ends_ends_its_event_and_starts_again_inside_the_next()
    {
        await BecomeIdleAsync();
        var (_, outcome) = Dispatch();

        slot.Sandbox.Exit(new SandboxExit(3, null, OutOfMemory: false));

        var exited = Assert.IsType<InvocationOutcome.Exited>(await outcome);
        Assert.Equal(3, exited.Exit.ExitCode);
        Assert.Equal(EnvironmentState.Reset, environment.State);

        log.Lines.Clear();
        var (second, answer) = Dispatch();
        clock.Advance(TimeSpan.FromMilliseconds(80));
        slot.Sandbox.Output!.Write("loading\n"u8, isError: false);
        Assert.Same(second, await environment.Runtime.NextAsync()!);
        clock.Advance(TimeSpan.FromMilliseconds(20));
        environment.Runtime.TryAnswer(second.RequestId, Sample.Answer());
        _ = environment.Runtime.NextAsync();

        Assert.IsType<InvocationOutcome.Completed>(await answer);
        Assert.Equal(2, slot.Starts);
        Assert.Equal("loading", log.Lines[0]);
        Assert.StartsWith("START", log.Lines[1], StringComparison.Ordinal);
        Assert.Contains("\tDuration: 100.00 ms\tBilled Duration: 100 ms\t", log.Lines[3], StringComparison.Ordinal);
        Assert.DoesNotContain("Init Duration", log.Lines[3], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_process_that_ends_while_idle_or_frozen_costs_no_event(bool frozen)
    {
        await BecomeIdleAsync();
        if (frozen) clock.Advance(TimeSpan.FromSeconds(1));
        slot.Sandbox.Exit(new SandboxExit(3, null, OutOfMemory: false));
        Assert.Equal(EnvironmentState.Reset, environment.State);

        var (invocation, outcome) = Dispatch();
        Assert.Same(invocation, await environment.Runtime.NextAsync()!);
        environment.Runtime.TryAnswer(invocation.RequestId, Sample.Answer());

        Assert.IsType<InvocationOutcome.Completed>(await outcome);
    }

    [Fact]
    public async Task A_process_that_ends_after_its_answer_costs_no_event()
    {
        await BecomeIdleAsync();
        var (invocation, _) = Dispatch();
        environment.Runtime.TryAnswer(invocation.RequestId, Sample.Answer());

        slot.Sandbox.Exit(new SandboxExit(0, null, OutOfMemory: false));

        Assert.Equal(EnvironmentState.Reset, environment.State);
        Assert.Equal(["started", "idle", "idle"], observer.Said);
    }

    [Fact]
    public async Task A_restart_shares_the_time_of_its_event()
    {
        await BecomeIdleAsync();
        slot.Sandbox.Exit(new SandboxExit(3, null, OutOfMemory: false));
        var (_, outcome) = Dispatch();

        clock.Advance(TimeSpan.FromSeconds(2));
        var next = environment.Runtime.NextAsync()!;
        await next;
        Assert.False(outcome.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.IsType<InvocationOutcome.TimedOut>(await outcome);
    }

    [Fact]
    public async Task A_restart_that_takes_too_long_ends_its_event()
    {
        await BecomeIdleAsync();
        slot.Sandbox.Exit(new SandboxExit(3, null, OutOfMemory: false));
        var (_, outcome) = Dispatch();

        clock.Advance(TimeSpan.FromSeconds(3));

        var timedOut = Assert.IsType<InvocationOutcome.TimedOut>(await outcome);
        Assert.Equal(TimeSpan.FromSeconds(3), timedOut.After);
        Assert.Contains(log.Lines, line => line.StartsWith("INIT_REPORT", StringComparison.Ordinal) && line.EndsWith("Phase: invoke\tStatus: timeout", StringComparison.Ordinal));
        Assert.Equal(EnvironmentState.Reset, environment.State);
    }

    [Fact]
    public async Task A_restart_that_the_host_cannot_make_fails_its_event_and_ends_the_environment()
    {
        await BecomeIdleAsync();
        slot.Sandbox.Exit(new SandboxExit(3, null, OutOfMemory: false));
        slot.Failure = new SandboxException("no crun");
        var (_, outcome) = Dispatch();

        await Assert.ThrowsAsync<SandboxException>(() => outcome);
        await observer.Gone;
    }

    [Fact]
    public async Task The_runtime_that_was_ended_has_no_say_in_the_one_that_follows()
    {
        await BecomeIdleAsync();
        var old = environment.Runtime;
        slot.Sandbox.Exit(new SandboxExit(3, null, OutOfMemory: false));
        var (invocation, outcome) = Dispatch();
        await environment.Runtime.NextAsync()!;

        Assert.Null(old.NextAsync());
        Assert.False(old.TryFailToLoad(new InvocationOutcome.ResponseTooLarge()));
        Assert.False(outcome.IsCompleted);
        Assert.True(environment.Runtime.TryAnswer(invocation.RequestId, Sample.Answer()));
    }

    [Fact]
    public async Task A_process_that_ends_while_loading_loads_again_inside_the_first_event()
    {
        await StartAsync();

        slot.Sandbox.Exit(new SandboxExit(1, null, OutOfMemory: false));

        Assert.Equal(["started", "idle"], observer.Said);
        Assert.Equal(EnvironmentState.Reset, environment.State);
        Assert.Contains(log.Lines, line => line.StartsWith("INIT_REPORT", StringComparison.Ordinal) && line.EndsWith("Phase: init\tStatus: error\tError Type: Runtime.ExitError", StringComparison.Ordinal));

        var (_, outcome) = Dispatch();
        slot.Sandbox.Exit(new SandboxExit(1, null, OutOfMemory: false));

        Assert.IsType<InvocationOutcome.Exited>(await outcome);
        Assert.Contains(log.Lines, line => line.StartsWith("INIT_REPORT", StringComparison.Ordinal) && line.EndsWith("Phase: invoke\tStatus: error\tError Type: Runtime.ExitError", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Loading_that_takes_longer_than_the_phase_starts_again_inside_the_first_event()
    {
        await StartAsync();

        clock.Advance(FunctionPhases.Init);

        Assert.Equal(EnvironmentState.Reset, environment.State);
        Assert.True(slot.Sandbox.IsDisposed);
        Assert.Contains(log.Lines, line => line.EndsWith("Phase: init\tStatus: timeout", StringComparison.Ordinal));
        var (invocation, _) = Dispatch();
        Assert.Same(invocation, await environment.Runtime.NextAsync()!);
    }

    [Fact]
    public async Task What_was_printed_while_loading_again_goes_with_the_event_that_needed_it()
    {
        await StartAsync();
        slot.Sandbox.Output!.Write("first try\n"u8, isError: true);
        environment.Runtime.TryFailToLoad(new InvocationOutcome.FunctionError("{}"u8.ToArray(), "Runtime.ImportModuleError"));
        var tail = new LogTail();
        var (_, outcome) = Dispatch(tail);
        slot.Sandbox.Output!.Write("no such module\n"u8, isError: true);

        environment.Runtime.TryFailToLoad(new InvocationOutcome.FunctionError("{}"u8.ToArray(), "Runtime.ImportModuleError"));

        Assert.IsType<InvocationOutcome.FunctionError>(await outcome);
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

        Assert.Null(environment.Runtime.NextAsync());
    }

    [Fact]
    public async Task A_runtime_that_waits_already_may_not_wait_twice()
    {
        await BecomeIdleAsync();

        Assert.Null(environment.Runtime.NextAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("22222222-2222-4222-8222-222222222222")]
    public async Task An_answer_to_another_event_is_refused(string requestId)
    {
        await BecomeIdleAsync();
        var (_, outcome) = Dispatch();

        Assert.False(environment.Runtime.TryAnswer(requestId, Sample.Answer()));
        Assert.False(outcome.IsCompleted);
    }

    [Fact]
    public async Task An_event_is_answered_once()
    {
        await BecomeIdleAsync();
        var (invocation, _) = Dispatch();

        Assert.True(environment.Runtime.TryAnswer(invocation.RequestId, Sample.Answer()));
        Assert.False(environment.Runtime.TryAnswer(invocation.RequestId, Sample.Answer()));
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
        environment.Runtime.TryAnswer(Sample.Event().RequestId, Sample.Answer());
        await outcome;
        _ = environment.Runtime.NextAsync();
        environment.Drain();

        await observer.Gone;
    }

    [Fact]
    public async Task An_invocation_is_metered_before_its_response_leaves_and_again_before_its_report()
    {
        clock.Advance(TimeSpan.FromMilliseconds(5));
        await StartAsync();
        clock.Advance(TimeSpan.FromMilliseconds(120));
        _ = environment.Runtime.NextAsync();
        var (invocation, outcome) = Dispatch();
        var wasAnswered = false;
        meter.OnAnswered = () => wasAnswered = !outcome.IsCompleted;
        meter.OnFinished = () => Assert.DoesNotContain(log.Lines, line => line.StartsWith("REPORT", StringComparison.Ordinal));

        clock.Advance(TimeSpan.FromMilliseconds(30));
        environment.Runtime.TryAnswer(invocation.RequestId, Sample.Answer());
        Assert.True(wasAnswered);
        clock.Advance(TimeSpan.FromMilliseconds(10));
        _ = environment.Runtime.NextAsync();

        Assert.Equal([(TimeSpan.FromMilliseconds(30), TimeSpan.FromMilliseconds(120))], meter.Answers);
        Assert.Equal(TimeSpan.FromMilliseconds(40), Assert.Single(meter.Reports).Duration);
        Assert.Contains(log.Lines, line => line == meter.Reports[0].ToString());
    }

    [Fact]
    public async Task What_has_no_answer_is_metered_before_its_caller_is_told_so()
    {
        await BecomeIdleAsync();
        var (_, outcome) = Dispatch();
        var wasTold = true;
        meter.OnAnswered = () => wasTold = outcome.IsCompleted;

        clock.Advance(TimeSpan.FromSeconds(3));

        Assert.IsType<InvocationOutcome.TimedOut>(await outcome);
        Assert.False(wasTold);
        Assert.Single(meter.Answers);
        Assert.Equal("timeout", Assert.Single(meter.Reports).Status);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task A_wall_clock_that_jumps_changes_neither_durations_nor_time_limits(int days)
    {
        await BecomeIdleAsync();
        var (first, answered) = Dispatch();
        jumping.Offset = TimeSpan.FromDays(days);
        clock.Advance(TimeSpan.FromMilliseconds(100));
        environment.Runtime.TryAnswer(first.RequestId, Sample.Answer());
        Assert.IsType<InvocationOutcome.Completed>(await answered);
        _ = environment.Runtime.NextAsync();
        Assert.Contains(log.Lines, line => line.Contains("\tDuration: 100.00 ms\t", StringComparison.Ordinal));

        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(EnvironmentState.Frozen, environment.State);
        var (_, late) = Dispatch();
        jumping.Offset = TimeSpan.FromDays(-days);
        clock.Advance(TimeSpan.FromMilliseconds(2999));
        Assert.False(late.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.IsType<InvocationOutcome.TimedOut>(await late);
    }

    public ValueTask DisposeAsync() => environment.DisposeAsync();

    private static SandboxSpec Spec => new()
    {
        Command = ["true"],
        Environment = new Dictionary<string, string>(),
        Limits = new SandboxLimits { MemoryBytes = 1 << 30 },
    };

    private Task StartAsync() => environment.StartAsync(slot, Spec, CancellationToken.None);

    private async Task<Task<PendingInvocation>> BecomeIdleAsync()
    {
        await StartAsync();
        return environment.Runtime.NextAsync()!;
    }

    private (PendingInvocation Invocation, Task<InvocationOutcome> Outcome) Dispatch(LogTail? tail = null)
    {
        Assert.True(environment.TryClaim());
        var invocation = Sample.Event(tail: tail);
        return (invocation, environment.InvokeAsync(invocation));
    }

    private void AnswerOneEvent(TimeSpan duration)
    {
        var (invocation, _) = Dispatch();
        clock.Advance(duration);
        Assert.True(environment.Runtime.TryAnswer(invocation.RequestId, Sample.Answer()));
    }

    private sealed class Observer : IEnvironmentObserver
    {
        private readonly TaskCompletionSource gone = new();

        public List<string> Said { get; } = [];

        public Exception? Failure { get; private set; }

        public Task Gone => gone.Task;

        public void Started(ExecutionEnvironment environment) => Said.Add("started");

        public void BecameIdle(ExecutionEnvironment environment) => Said.Add("idle");

        public void FailedToStart(ExecutionEnvironment environment, Exception why) => Failure = why;

        public void Ended(ExecutionEnvironment environment) => gone.TrySetResult();
    }
}
