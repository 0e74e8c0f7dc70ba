using Brasa.Contracts.Logs;
using Brasa.Services.Logs.Streams;
using Brasa.Services.Tests.Logs.Support;

namespace Brasa.Services.Tests.Logs.Streams;

public sealed class DescribeLogStreamsTests : LogsTest
{
    [Fact]
    public async Task Streams_are_listed_by_name_or_by_their_last_event_either_way()
    {
        await FillAsync();

        Assert.Equal(["a", "b", "c"], await NamesAsync(new DescribeLogStreamsRequest()));
        Assert.Equal(["c", "b", "a"], await NamesAsync(new DescribeLogStreamsRequest { Descending = true }));
        Assert.Equal(["b", "a", "c"], await NamesAsync(new DescribeLogStreamsRequest { OrderBy = OrderBy.LastEventTime }));
        Assert.Equal(["c", "a", "b"], await NamesAsync(new DescribeLogStreamsRequest { OrderBy = OrderBy.LastEventTime, Descending = true }));
        Assert.Equal(["b"], await NamesAsync(new DescribeLogStreamsRequest { LogStreamNamePrefix = "b" }));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Pages_hold_each_stream_once(bool byTime, bool descending)
    {
        await FillAsync();
        var request = new DescribeLogStreamsRequest { OrderBy = byTime ? OrderBy.LastEventTime : OrderBy.LogStreamName, Descending = descending };
        var seen = new List<string>();
        string? token = null;
        do
        {
            var page = await DescribeAsync(request with { Limit = 1, NextToken = token });
            seen.AddRange(page.LogStreams!.Select(stream => stream.LogStreamName!));
            token = page.NextToken;
        }
        while (token is not null);

        Assert.Equal(await NamesAsync(request), seen);
    }

    [Fact]
    public async Task A_stream_is_described()
    {
        await FillAsync();
        var stream = (await DescribeAsync(new DescribeLogStreamsRequest { LogStreamNamePrefix = "c" })).LogStreams!.Single();

        Assert.Equal((Now, Now, Now + 1), (stream.FirstEventTimestamp, stream.LastEventTimestamp, stream.LastIngestionTime));
        Assert.Equal("arn:aws:logs:us-east-1:111122223333:log-group:/app/group:log-stream:c", stream.Arn);
    }

    [Fact]
    public async Task An_order_by_time_goes_with_no_prefix()
    {
        await FillAsync();
        await IsRefusedAsync<InvalidParameterException>(
            "Cannot order by LastEventTime with a logStreamNamePrefix.", () => DescribeAsync(new DescribeLogStreamsRequest { LogStreamNamePrefix = "a", OrderBy = OrderBy.LastEventTime }));
    }

    [Fact]
    public async Task Streams_are_unique_and_are_made_in_groups_that_are_there()
    {
        await IsRefusedAsync<ResourceNotFoundException>("The specified log group does not exist.", CreateAsync);
        await Logs.CreateGroupAsync();
        await CreateAsync();
        await IsRefusedAsync<ResourceAlreadyExistsException>("The specified log stream already exists", CreateAsync);
        await DeleteAsync();
        await IsRefusedAsync<ResourceNotFoundException>("The specified log stream does not exist.", DeleteAsync);

        Task CreateAsync() => new CreateLogStream(Logs.Groups, Logs.Store).HandleAsync(new CreateLogStreamRequest { LogGroupName = RunningLogs.Group, LogStreamName = "s" }, Logs.Context(), Ct);
        Task DeleteAsync() => new DeleteLogStream(Logs.Groups, Logs.Store).HandleAsync(new DeleteLogStreamRequest { LogGroupName = RunningLogs.Group, LogStreamName = "s" }, Logs.Context(), Ct);
    }

    /// <summary>A stream of earlier events, one of none, and one of a later.</summary>
    private async Task FillAsync()
    {
        await Logs.CreateGroupAsync();
        await Logs.Store.WriteAsync(RunningLogs.Key, "a", [new(5, "old"u8.ToArray()), new(3, "older"u8.ToArray())], Ct);
        await Logs.Store.CreateStreamAsync(RunningLogs.Key, "b", Ct);
        await Logs.StoreAsync("c", "new");
    }

    private async Task<IEnumerable<string>> NamesAsync(DescribeLogStreamsRequest request) => (await DescribeAsync(request)).LogStreams!.Select(stream => stream.LogStreamName!);

    private Task<DescribeLogStreamsResponse> DescribeAsync(DescribeLogStreamsRequest request) =>
        new DescribeLogStreams(Logs.Groups, Logs.Store).HandleAsync(request with { LogGroupName = RunningLogs.Group }, Logs.Context(), Ct);
}
