using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Api;

public sealed class ListFunctionsTests(SharedServer server) : ConformanceTest(server)
{
    [Fact]
    public async Task A_marker_stays_good_while_functions_come_and_go()
    {
        var code = Python("def handler(event, context): pass");
        foreach (var name in new[] { "a", "b", "c", "d", "e" }) await Lambda.CreateAsync(name, code);
        var first = (await Lambda.CallAsync("ListFunctions", new { MaxItems = 2 })).Succeeded();

        await Lambda.DeleteAsync("b");
        await Lambda.DeleteAsync("c");
        await Lambda.CreateAsync("aa", code);
        var second = (await Lambda.CallAsync("ListFunctions", new { MaxItems = 50, Marker = first.Text("NextMarker") })).Succeeded();

        Assert.Equal(["d", "e"], second.Result["Functions"]!.AsArray().Select(function => (string)function!["FunctionName"]!));
        Assert.Null(second.Result["NextMarker"]);
    }

    [Fact]
    public async Task A_marker_that_was_never_given_out_is_refused()
    {
        var answer = await Lambda.CallAsync("ListFunctions", new { Marker = "made up" });
        Assert.Equal((400, "InvalidParameterValueException"), (answer.Status, answer.Code));
    }
}
