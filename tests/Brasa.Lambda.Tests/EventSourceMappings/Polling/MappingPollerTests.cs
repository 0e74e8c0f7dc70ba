using Brasa.Core.Events;
using Brasa.Lambda.EventSourceMappings;
using Brasa.Lambda.EventSourceMappings.Polling;
using Brasa.Lambda.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Brasa.Lambda.Tests.EventSourceMappings.Polling;

public sealed class MappingPollerTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly FakeBatchTarget function = new();
    private FakeSource source = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_batch_the_function_has_dealt_with_is_completed()
    {
        await using var poller = Poll();
        source.Add("a");
        var (payload, answer) = await function.NextAsync(Ct);
        answer(DeliveryOutcome.Delivered, "null");

        await UntilAsync(() => poller.LastResult == "OK");
        Assert.Equal("a", payload);
        Assert.Equal(["a"], source.Completed);
    }

    [Fact]
    public async Task Records_that_are_there_come_in_one_batch_up_to_its_size()
    {
        source.Add("a", "b", "c");
        await using var poller = Poll(batchSize: 2);

        var (first, answerFirst) = await function.NextAsync(Ct);
        var (second, answerSecond) = await function.NextAsync(Ct);
        Assert.Equal(["a,b", "c"], new[] { first, second }.Order());
        answerFirst(DeliveryOutcome.Delivered, "");
        answerSecond(DeliveryOutcome.Delivered, "");
        await UntilAsync(() => source.Completed.Count == 3);
    }

    [Fact]
    public async Task What_is_not_for_the_function_is_completed_without_it()
    {
        source.Add("!x", "a", "!y");
        await using var poller = Poll();

        var (payload, answer) = await function.NextAsync(Ct);
        Assert.Equal("a", payload);
        Assert.Equal(["!x", "!y"], source.Completed);
        answer(DeliveryOutcome.FunctionError, "{}");
    }

    [Fact]
    public async Task A_batch_that_fails_is_neither_completed_nor_returned()
    {
        source.Add("a");
        await using var poller = Poll();

        var (_, answer) = await function.NextAsync(Ct);
        answer(DeliveryOutcome.FunctionError, """{"errorMessage":"no"}""");

        await UntilAsync(() => poller.LastResult == "PROBLEM: Function call failed");
        Assert.Empty(source.Completed);
        Assert.Empty(source.Returned);
    }

    [Fact]
    public async Task Of_a_batch_that_fails_in_part_the_rest_is_completed()
    {
        source.Add("a", "b", "c");
        await using var poller = Poll(reports: true);

        var (_, answer) = await function.NextAsync(Ct);
        answer(DeliveryOutcome.Delivered, """{"batchItemFailures":[{"itemIdentifier":"b"}]}""");

        await UntilAsync(() => poller.LastResult == "PROBLEM: Function call failed");
        Assert.Equal(["a", "c"], source.Completed);
    }

    [Fact]
    public async Task A_report_that_makes_no_sense_completes_nothing()
    {
        source.Add("a", "b");
        await using var poller = Poll(reports: true);

        var (_, answer) = await function.NextAsync(Ct);
        answer(DeliveryOutcome.Delivered, """{"batchItemFailures":[{"itemIdentifier":"z"}]}""");

        await UntilAsync(() => poller.LastResult == "PROBLEM: Function call failed");
        Assert.Empty(source.Completed);
    }

    [Fact]
    public async Task A_report_counts_only_where_the_mapping_says_so()
    {
        source.Add("a");
        await using var poller = Poll();

        var (_, answer) = await function.NextAsync(Ct);
        answer(DeliveryOutcome.Delivered, """{"batchItemFailures":[{"itemIdentifier":"a"}]}""");

        await UntilAsync(() => source.Completed.Count == 1);
    }

    [Fact]
    public async Task A_function_without_room_is_tried_again_with_the_same_batch()
    {
        source.Add("a");
        await using var poller = Poll();

        var (_, throttle) = await function.NextAsync(Ct);
        throttle(DeliveryOutcome.Throttled, "");
        var again = function.NextAsync(Ct);
        await UntilAsync(() => again.IsCompleted, advance: TimeSpan.FromMilliseconds(250));
        var (payload, answer) = await again;
        Assert.Equal("a", payload);
        answer(DeliveryOutcome.Delivered, "");

        await UntilAsync(() => source.Completed.Count == 1);
    }

    [Fact]
    public async Task A_function_without_room_is_given_up_when_its_records_come_again()
    {
        source = new FakeSource { Patience = TimeSpan.Zero };
        source.Add("a");
        await using var poller = Poll();

        var (_, throttle) = await function.NextAsync(Ct);
        throttle(DeliveryOutcome.Throttled, "");

        await UntilAsync(() => poller.LastResult == "PROBLEM: Function throttled");
        Assert.Empty(source.Completed);
    }

    [Fact]
    public async Task A_batch_is_gathered_for_as_long_as_its_window()
    {
        source.Add("a");
        await using var poller = Poll(windowSeconds: 10);
        await UntilAsync(() => source.Calls.Count == 2);
        Assert.Equal(TimeSpan.FromSeconds(10), source.Calls.ElementAt(1).Wait);

        clock.Advance(TimeSpan.FromSeconds(4));
        source.Add("b");
        await UntilAsync(() => source.Calls.Count == 3);
        Assert.Equal(TimeSpan.FromSeconds(6), source.Calls.ElementAt(2).Wait);
    }

    [Fact]
    public async Task Records_are_held_while_they_are_gathered_and_while_the_function_has_them()
    {
        source = new FakeSource { Patience = TimeSpan.FromSeconds(3) };
        source.Add("a");
        await using var poller = Poll(windowSeconds: 10);
        await UntilAsync(() => source.Calls.Count == 2);
        Assert.Equal([("a", TimeSpan.FromSeconds(14))], source.Held);

        clock.Advance(TimeSpan.FromSeconds(10));
        source.Add("b");
        var (payload, answer) = await function.NextAsync(Ct);
        Assert.Equal("a,b", payload);
        Assert.Equal([("a", TimeSpan.FromSeconds(4)), ("b", TimeSpan.FromSeconds(4))], source.Held.Skip(2));
        answer(DeliveryOutcome.Delivered, "");
    }

    [Fact]
    public async Task Polling_ends_though_there_is_always_more()
    {
        source = new EndlessSource();
        var poller = Poll();
        var (_, answer) = await function.NextAsync(Ct);

        var ended = poller.DisposeAsync().AsTask();
        answer(DeliveryOutcome.Delivered, "");
        while (!ended.IsCompleted)
        {
            if (function.TryNext() is { } next) next(DeliveryOutcome.Delivered, "");
            await Task.Delay(1, Ct);
        }
    }

    [Fact]
    public async Task What_is_being_gathered_goes_back_when_polling_ends()
    {
        source.Add("a");
        var poller = Poll(windowSeconds: 10);
        await UntilAsync(() => source.Calls.Count == 2);

        await poller.DisposeAsync();

        Assert.Equal(["a"], source.Returned);
    }

    [Fact]
    public async Task Polling_ends_after_the_batches_that_are_with_the_function()
    {
        source.Add("a");
        var poller = Poll();
        var (_, answer) = await function.NextAsync(Ct);

        var ended = poller.DisposeAsync().AsTask();
        Assert.False(ended.IsCompleted);
        answer(DeliveryOutcome.Delivered, "");
        await ended;

        Assert.Equal(["a"], source.Completed);
    }

    [Fact]
    public async Task No_more_is_received_than_fits_into_an_event()
    {
        source = new FakeSource { RecordBytes = 1 << 20 };
        source.Add("a", "b", "c", "d", "e", "f", "g");
        await using var poller = Poll(batchSize: 10_000);

        var (first, answerFirst) = await function.NextAsync(Ct);
        var (second, answerSecond) = await function.NextAsync(Ct);
        Assert.Equal(["a,b,c,d,e,f", "g"], new[] { first, second }.Order());
        Assert.Empty(source.Returned);
        answerFirst(DeliveryOutcome.Delivered, "");
        answerSecond(DeliveryOutcome.Delivered, "");
    }

    [Fact]
    public async Task A_source_that_cannot_be_read_is_told_and_tried_again()
    {
        source.Problem = "PROBLEM: The queue does not exist";
        await using var poller = Poll();
        await UntilAsync(() => poller.LastResult == source.Problem);

        source.Problem = null;
        source.Add("a");
        var next = function.NextAsync(Ct);
        await UntilAsync(() => next.IsCompleted, advance: TimeSpan.FromSeconds(1));
        (await next).Answer(DeliveryOutcome.Delivered, "");
        await UntilAsync(() => poller.LastResult == "OK");
    }

    [Fact]
    public async Task Nothing_is_received_for_a_function_that_cannot_be_invoked()
    {
        function.Problem = "PROBLEM: Function not found";
        source.Add("a");
        await using var poller = Poll();

        await UntilAsync(() => poller.LastResult == "PROBLEM: Function not found");

        Assert.Empty(source.Calls);
    }

    private MappingPoller<string> Poll(int batchSize = 10, int windowSeconds = 0, bool reports = false) => new(
        source,
        new EventSourceMapping
        {
            Id = "id", Account = "123456789012", Region = "eu-west-1", SourceArn = "arn:aws:sqs:eu-west-1:123456789012:q", FunctionName = "f",
            BatchSize = batchSize, WindowSeconds = windowSeconds, ReportsItemFailures = reports, IsEnabled = true, LastModified = default,
        },
        function, clock, NullLogger.Instance);

    /// <summary>Waits for what other threads are about to do.</summary>
    private async Task UntilAsync(Func<bool> isSo, TimeSpan advance = default)
    {
        while (!isSo())
        {
            Ct.ThrowIfCancellationRequested();
            if (advance > TimeSpan.Zero) clock.Advance(advance);
            await Task.Delay(1, Ct);
        }
    }
}
