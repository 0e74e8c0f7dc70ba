using Brasa.Contracts.Logs;
using Brasa.Core.Logs;
using Brasa.Core.Operations;
using Brasa.Services.Logs.Groups;
using Brasa.Services.Logs.Streams;
using Brasa.Services.Tests.Logs.Support;

namespace Brasa.Services.Tests.Logs.Groups;

public sealed class LogGroupsTests : LogsTest
{
    [Fact]
    public async Task A_function_s_group_begins_with_its_first_event_and_again_after_it_was_deleted()
    {
        using var stream = new FunctionStream(Logs.Store.Open(RunningLogs.Key, "s"), RunningLogs.Key, Logs.Groups);
        Assert.Null(Logs.Groups.Find(RunningLogs.Key));

        for (var time = 0; time < 2; time++)
        {
            stream.Append(RunningLogs.Now, "line"u8, LogSource.Function);
            await Logs.Groups.SettleAsync();
            Assert.Equal(Now, Logs.Groups.Get(RunningLogs.Key).CreatedAt);
            await new DeleteLogGroup(Logs.Groups, Logs.Store).HandleAsync(new DeleteLogGroupRequest { LogGroupName = RunningLogs.Group }, Logs.Context(), Ct);
            Assert.Empty(Logs.Store.ListStreams(RunningLogs.Key));
        }
    }

    [Fact]
    public async Task A_group_that_is_there_stays_as_it_is_when_a_function_writes_to_it()
    {
        await Logs.CreateGroupAsync();
        await new PutRetentionPolicy(Logs.Groups, Logs.Retention).HandleAsync(new PutRetentionPolicyRequest { LogGroupName = RunningLogs.Group, RetentionInDays = 7 }, Logs.Context(), Ct);

        Logs.Groups.Ensure(RunningLogs.Key);
        await Logs.Groups.SettleAsync();

        Assert.Equal(7, Logs.Groups.Get(RunningLogs.Key).RetentionDays);
    }

    [Theory]
    [InlineData("/app/group", "/app/group")]
    [InlineData("arn:aws:logs:us-east-1:111122223333:log-group:/app/group", "/app/group")]
    [InlineData("arn:aws:logs:us-east-1:111122223333:log-group:/app/group:*", "/app/group")]
    public void A_group_is_named_by_name_or_ARN(string identifier, string name) => Assert.Equal(name, LogGroups.NameOf(Logs.Context(), identifier));

    [Theory]
    [InlineData("arn:aws:logs:us-east-1:444455556666:log-group:/app/group")]
    [InlineData("arn:aws:logs:eu-west-1:111122223333:log-group:/app/group")]
    public void A_group_of_another_account_or_region_is_not_there(string arn) => Assert.Throws<ResourceNotFoundException>(() => LogGroups.NameOf(Logs.Context(), arn));

    [Fact]
    public async Task Exactly_one_name_is_given()
    {
        await IsRefusedAsync<InvalidParameterException>("Exactly one of", () => Task.FromResult(LogGroups.NameOf(Logs.Context(), null, null)));
        await IsRefusedAsync<InvalidParameterException>("Exactly one of", () => Task.FromResult(LogGroups.NameOf(Logs.Context(), "a", "b")));
    }

    [Fact]
    public async Task Groups_are_unique_and_protected_ones_stay()
    {
        await Logs.CreateGroupAsync();
        await IsRefusedAsync<ResourceAlreadyExistsException>("The specified log group already exists", () => Logs.CreateGroupAsync());
        await ProtectAsync(true);
        await IsRefusedAsync<ValidationException>("Cannot delete log group with deletion protection enabled.", DeleteAsync);
        await ProtectAsync(false);

        await DeleteAsync();
        await IsRefusedAsync<ResourceNotFoundException>("The specified log group does not exist.", DeleteAsync);
    }

    [Fact]
    public async Task Listings_are_by_prefix_part_class_or_identifier_and_of_one_account_alone()
    {
        foreach (var name in new[] { "/b/two", "/a/one", "/a/two" }) await Logs.CreateGroupAsync(name);
        await new CreateLogGroup(Logs.Groups).HandleAsync(new CreateLogGroupRequest { LogGroupName = "/a/rare", LogGroupClass = LogGroupClass.InfrequentAccess }, Logs.Context(), Ct);
        await new CreateLogGroup(Logs.Groups).HandleAsync(new CreateLogGroupRequest { LogGroupName = "/a/other" }, Logs.Context(account: "444455556666"), Ct);

        Assert.Equal(["/a/one", "/a/rare", "/a/two", "/b/two"], await NamesAsync(new DescribeLogGroupsRequest()));
        Assert.Equal(["/a/one", "/a/rare", "/a/two"], await NamesAsync(new DescribeLogGroupsRequest { LogGroupNamePrefix = "/a" }));
        Assert.Equal(["/a/two", "/b/two"], await NamesAsync(new DescribeLogGroupsRequest { LogGroupNamePattern = "two" }));
        Assert.Equal(["/a/rare"], await NamesAsync(new DescribeLogGroupsRequest { LogGroupClass = LogGroupClass.InfrequentAccess }));
        Assert.Equal(["/b/two"], await NamesAsync(new DescribeLogGroupsRequest { LogGroupIdentifiers = ["/b/two", "/none"] }));
        await IsRefusedAsync<InvalidParameterException>("", () => NamesAsync(new DescribeLogGroupsRequest { LogGroupNamePattern = "two", LogGroupNamePrefix = "/a" }));
        await IsRefusedAsync<InvalidParameterException>("The specified nextToken is invalid.", () => NamesAsync(new DescribeLogGroupsRequest { NextToken = "?" }));
    }

    [Fact]
    public async Task A_listing_goes_on_where_its_page_ended()
    {
        for (var i = 0; i < 5; i++) await Logs.CreateGroupAsync($"group{i}");
        var seen = new List<string>();
        string? token = null;
        do
        {
            var page = await new DescribeLogGroups(Logs.Groups, Logs.Store).HandleAsync(new DescribeLogGroupsRequest { Limit = 2, NextToken = token }, Logs.Context(), Ct);
            seen.AddRange(page.LogGroups!.Select(group => group.LogGroupName!));
            token = page.NextToken;
        }
        while (token is not null);

        Assert.Equal(["group0", "group1", "group2", "group3", "group4"], seen);
    }

    [Fact]
    public async Task What_is_old_is_removed_where_a_group_keeps_it_no_longer()
    {
        await Logs.CreateGroupAsync();
        await Logs.CreateGroupAsync("forever");
        await IsRefusedAsync<InvalidParameterException>("1 validation error detected: Value '2' at 'retentionInDays'", () => KeepAsync(2));
        await KeepAsync(1);
        Logs.Store.Expired.Clear();

        Logs.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal([(RunningLogs.Key, RunningLogs.Now.AddHours(1).AddDays(-1).ToUnixTimeMilliseconds())], Logs.Store.Expired);
    }

    private Task<NoOutput> KeepAsync(int days) =>
        new PutRetentionPolicy(Logs.Groups, Logs.Retention).HandleAsync(new PutRetentionPolicyRequest { LogGroupName = RunningLogs.Group, RetentionInDays = days }, Logs.Context(), Ct);

    private Task<NoOutput> DeleteAsync() => new DeleteLogGroup(Logs.Groups, Logs.Store).HandleAsync(new DeleteLogGroupRequest { LogGroupName = RunningLogs.Group }, Logs.Context(), Ct);

    private Task<NoOutput> ProtectAsync(bool isProtected) => new PutLogGroupDeletionProtection(Logs.Groups).HandleAsync(
        new PutLogGroupDeletionProtectionRequest { LogGroupIdentifier = RunningLogs.Group, DeletionProtectionEnabled = isProtected }, Logs.Context(), Ct);

    private async Task<IEnumerable<string>> NamesAsync(DescribeLogGroupsRequest request) =>
        (await new DescribeLogGroups(Logs.Groups, Logs.Store).HandleAsync(request, Logs.Context(), Ct)).LogGroups!.Select(group => group.LogGroupName!);
}
