using Brasa.Contracts.Logs;
using Brasa.Services.Logs.Groups;
using Brasa.Services.Logs.Tags;
using Brasa.Services.Tests.Logs.Support;

namespace Brasa.Services.Tests.Logs.Tags;

public sealed class LogTagsTests : LogsTest
{
    private const string Arn = "arn:aws:logs:us-east-1:111122223333:log-group:/app/group";

    [Fact]
    public async Task Tags_are_added_replaced_and_taken_off()
    {
        await Logs.CreateGroupAsync();
        var tagged = new TaggedGroups(Logs.Groups);

        await new TagResource(tagged).HandleAsync(new TagResourceRequest { ResourceArn = Arn, Tags = new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" } }, Logs.Context(), Ct);
        await new TagLogGroup(tagged).HandleAsync(new TagLogGroupRequest { LogGroupName = RunningLogs.Group, Tags = new Dictionary<string, string> { ["b"] = "3", ["c"] = "" } }, Logs.Context(), Ct);
        await new UntagResource(tagged).HandleAsync(new UntagResourceRequest { ResourceArn = $"{Arn}:*", TagKeys = ["a", "none"] }, Logs.Context(), Ct);

        var listed = await new ListTagsForResource(tagged).HandleAsync(new ListTagsForResourceRequest { ResourceArn = Arn }, Logs.Context(), Ct);
        Assert.Equal([new("b", "3"), new("c", "")], listed.Tags!);
        await new UntagLogGroup(tagged).HandleAsync(new UntagLogGroupRequest { LogGroupName = RunningLogs.Group, Tags = ["b"] }, Logs.Context(), Ct);
        Assert.Equal(["c"], (await new ListTagsLogGroup(tagged).HandleAsync(new ListTagsLogGroupRequest { LogGroupName = RunningLogs.Group }, Logs.Context(), Ct)).Tags!.Keys);
    }

    [Fact]
    public void A_group_has_fifty_tags_and_none_of_AWS_s_own()
    {
        var full = LogTags.Add(StoredGroup.NoTags, Enumerable.Range(0, 50).ToDictionary(i => $"key{i}", _ => ""));

        Assert.Equal(50, LogTags.Add(full, new Dictionary<string, string> { ["key1"] = "changed" }).Count);
        Assert.Throws<TooManyTagsException>(() => LogTags.Add(full, new Dictionary<string, string> { ["one more"] = "" }));
        Assert.Throws<InvalidParameterException>(() => LogTags.Add(StoredGroup.NoTags, new Dictionary<string, string> { ["AWS:mine"] = "" }));
    }

    [Theory]
    [InlineData("prod", true)]
    [InlineData("pro", false)]
    [InlineData("pro*", true)]
    [InlineData("*od", true)]
    [InlineData("*ro*", true)]
    [InlineData("!prod", false)]
    [InlineData("!dev*", true)]
    public void Values_are_looked_for_whole_or_in_part(string wanted, bool isFound) =>
        Assert.Equal(isFound, LogTags.Matches(StoredGroup.NoTags.Add("stage", "prod"), new TagFilter { Key = "stage", Values = [wanted] }));

    [Fact]
    public void A_key_alone_is_looked_for_with_any_value()
    {
        Assert.True(LogTags.Matches(StoredGroup.NoTags.Add("stage", "prod"), new TagFilter { Key = "stage" }));
        Assert.False(LogTags.Matches(StoredGroup.NoTags, new TagFilter { Key = "stage" }));
    }
}
