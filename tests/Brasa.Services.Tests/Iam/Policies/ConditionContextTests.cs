using Brasa.Services.Iam.Policies;
using Microsoft.Extensions.Primitives;

namespace Brasa.Services.Tests.Iam.Policies;

public sealed class ConditionContextTests
{
    [Fact]
    public void Keys_are_equal_in_any_case()
    {
        var context = new ConditionContext { ["aws:username"] = "alice", ["AWS:UserName"] = "bob" };

        Assert.Equal("bob", context.Find("Aws:Username"));
    }

    [Fact]
    public void What_is_set_hides_what_is_shared()
    {
        var shared = new ConditionContext { ["aws:username"] = "alice", ["aws:userid"] = "AIDA1", ["aws:TagKeys"] = "a" };
        var context = new ConditionContext(shared) { ["aws:username"] = "bob", ["aws:TagKeys"] = StringValues.Empty };

        Assert.Equal("bob", context.Find("aws:username"));
        Assert.Equal("AIDA1", context.Find("aws:userid"));
        Assert.Equal(0, context.Find("aws:TagKeys").Count);
        Assert.Equal("alice", shared.Find("aws:username"));
    }

    [Fact]
    public void It_holds_as_many_keys_as_are_set()
    {
        var context = new ConditionContext();
        for (var i = 0; i < 100; i++) context[$"aws:RequestTag/{i}"] = $"{i}";

        Assert.All(Enumerable.Range(0, 100), i => Assert.Equal($"{i}", context.Find($"aws:requesttag/{i}")));
        Assert.Equal(0, context.Find("aws:RequestTag/100").Count);
    }

    [Fact]
    public void The_empty_context_stays_empty() =>
        Assert.Throws<InvalidOperationException>(() => ConditionContext.Empty["aws:username"] = "alice");
}
