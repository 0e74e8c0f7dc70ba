using Brasa.Contracts.Logs;
using Brasa.Core.Logs;
using Brasa.Services.Tests.Logs.Support;

namespace Brasa.Services.Tests.Logs.Events;

public sealed class PutLogEventsTests : LogsTest
{
    private const long Day = 24 * 60 * 60 * 1000, Hour = Day / 24;

    [Fact]
    public async Task Events_are_stored_as_they_come()
    {
        await Logs.CreateAsync();
        var answer = await Logs.PutAsync((Now - 1, "one"), (Now, "two 😀"));

        Assert.Null(answer.RejectedLogEventsInfo);
        Assert.NotNull(answer.NextSequenceToken);
        Assert.Equal([(Now - 1, "one"), (Now, "two 😀")], Stored());
    }

    [Fact]
    public async Task What_is_too_old_or_too_new_is_left_out_and_told_of()
    {
        await Logs.CreateAsync();
        var answer = await Logs.PutAsync((Now - (14 * Day) - 1, "too old"), (Now - Hour, "kept"), (Now + (2 * Hour), "kept as well"), (Now + (2 * Hour) + 1, "too new"));

        Assert.Equal(["kept", "kept as well"], Stored().Select(item => item.Message));
        Assert.Equal((1, 3, null), (answer.RejectedLogEventsInfo!.TooOldLogEventEndIndex, answer.RejectedLogEventsInfo.TooNewLogEventStartIndex, answer.RejectedLogEventsInfo.ExpiredLogEventEndIndex));
    }

    [Fact]
    public async Task What_the_group_keeps_no_longer_is_left_out()
    {
        await Logs.CreateAsync();
        await Logs.Groups.UpdateAsync(RunningLogs.Key, group => group with { RetentionDays = 1 }, Ct);
        var answer = await Logs.PutAsync((Now - (15 * Day), "too old"), (Now - Day - 1, "expired"), (Now - Day, "kept"));

        Assert.Equal(["kept"], Stored().Select(item => item.Message));
        Assert.Equal((1, 2), (answer.RejectedLogEventsInfo!.TooOldLogEventEndIndex, answer.RejectedLogEventsInfo.ExpiredLogEventEndIndex));
    }

    [Fact]
    public async Task A_batch_of_nothing_that_is_kept_stores_nothing()
    {
        await Logs.CreateAsync();
        var answer = await Logs.PutAsync((1, "old"), (2, "old"));

        Assert.Empty(Stored());
        Assert.Equal((2, null), (answer.RejectedLogEventsInfo!.TooOldLogEventEndIndex, answer.RejectedLogEventsInfo.TooNewLogEventStartIndex));
    }

    [Fact]
    public async Task A_batch_is_in_order_and_spans_a_day_at_most()
    {
        await Logs.CreateAsync();

        await IsRefusedAsync<InvalidParameterException>("Log events in a single PutLogEvents request must be in chronological order.", () => Logs.PutAsync((Now, "b"), (Now - 1, "a")));
        await IsRefusedAsync<InvalidParameterException>("The batch of log events in a single PutLogEvents request cannot span more than 24 hours.", () => Logs.PutAsync((Now - Day - 1, "a"), (Now, "b")));
        Assert.Empty(Stored());
        await Logs.PutAsync((Now - Day, "a"), (Now, "b"));
        await Logs.PutAsync((1, "what is left out does not count"), (Now, "c"));
    }

    [Fact]
    public async Task A_batch_has_at_most_one_megabyte()
    {
        await Logs.CreateAsync();
        const int Most = 1_048_576 - (2 * 26) - 1;

        await Logs.PutAsync((Now, new string('a', Most)), (Now, "b"));
        await IsRefusedAsync<InvalidParameterException>("Upload too large: 1048577 bytes exceeds limit of 1048576", () => Logs.PutAsync((Now, new string('a', Most)), (Now, "é")));
    }

    [Fact]
    public async Task What_is_written_to_is_there()
    {
        await IsRefusedAsync<ResourceNotFoundException>("The specified log group does not exist.", () => Logs.PutAsync((Now, "a")));
        await Logs.CreateGroupAsync();
        await IsRefusedAsync<ResourceNotFoundException>("The specified log stream does not exist.", () => Logs.PutAsync((Now, "a")));
    }

    [Fact]
    public async Task A_full_disk_is_the_service_s_fault()
    {
        await Logs.CreateAsync();
        Logs.Store.IsFull = true;

        await IsRefusedAsync<ServiceUnavailableException>("The service cannot complete the request", () => Logs.PutAsync((Now, "a")));
    }

    private IEnumerable<(long Time, string Message)> Stored() =>
        Logs.Store.Read(new LogRange { Group = RunningLogs.Key }).Select(item => (item.Timestamp, System.Text.Encoding.UTF8.GetString(item.Message.Span)));
}
