using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Api;

public sealed class TagTests(SharedServer server) : ConformanceTest(server)
{
    private const string Name = "tagged";

    [Fact]
    public async Task Tags_are_added_replaced_and_removed()
    {
        await CreateAsync();
        Assert.Equal("{}", await ListAsync());

        (await TagAsync(new { a = "1", b = "2" })).Succeeded();
        (await TagAsync(new { b = "3", c = "" })).Succeeded();
        (await Lambda.CallAsync("UntagResource", new { Resource = Lambda.ArnOf(Name), TagKeys = new[] { "a", "none" } })).Succeeded();

        Assert.Equal("""{"b":"3","c":""}""", await ListAsync());
        Assert.Equal("""{"b":"3","c":""}""", (await Lambda.CallAsync("GetFunction", new { FunctionName = Name })).Succeeded().Result["Tags"]!.ToJsonString());
    }

    [Fact]
    public async Task Tags_that_AWS_does_not_take_are_refused_and_none_is_set()
    {
        await CreateAsync();
        (await TagAsync(new { kept = "1" })).Succeeded();

        IsInvalid(await TagAsync(Enumerable.Range(0, 50).ToDictionary(i => $"key{i}", _ => "")));
        IsInvalid(await TagAsync(new Dictionary<string, string> { ["aws:mine"] = "" }));
        IsInvalid(await TagAsync(new Dictionary<string, string> { [new string('k', 129)] = "" }));
        IsInvalid(await TagAsync(new { long_value = new string('v', 257) }));
        IsInvalid(await Lambda.CallAsync("TagResource", new { Resource = $"{Lambda.ArnOf(Name)}:1", Tags = new { a = "b" } }));
        (await Lambda.CallAsync("ListTags", new { Resource = Lambda.ArnOf("none") })).IsRefused(404, "ResourceNotFoundException", $"Function not found: {Lambda.ArnOf("none")}");

        Assert.Equal("""{"kept":"1"}""", await ListAsync());
    }

    private static void IsInvalid(Answer answer) => Assert.Equal((400, "InvalidParameterValueException"), (answer.Status, answer.Code));

    private Task CreateAsync() => Lambda.CreateAsync(Name, Python("def handler(event, context): pass"));

    private Task<Answer> TagAsync(object tags) => Lambda.CallAsync("TagResource", new { Resource = Lambda.ArnOf(Name), Tags = tags });

    private async Task<string> ListAsync() =>
        (await Lambda.CallAsync("ListTags", new { Resource = Lambda.ArnOf(Name) })).Succeeded().Result["Tags"]!.ToJsonString();
}
