using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Api;

public sealed class DeleteFunctionTests(SharedServer server) : ConformanceTest(server)
{
    [Fact]
    public async Task A_deleted_function_is_not_found_any_more()
    {
        await Lambda.CreateAsync("gone", Python("def handler(event, context): return 1"));
        Assert.Equal(204, (await Lambda.DeleteAsync("gone")).Succeeded().Status);

        foreach (var operation in new[] { "GetFunction", "GetFunctionConfiguration", "Invoke", "DeleteFunction", "UpdateFunctionConfiguration" })
            (await Lambda.CallAsync(operation, new { FunctionName = "gone" })).IsRefused(404, "ResourceNotFoundException", $"Function not found: {Lambda.ArnOf("gone")}");
    }

    [Fact]
    public async Task A_name_can_be_taken_again_with_other_code()
    {
        await Lambda.CreateAsync("again", Python("def handler(event, context): return 1"));
        Assert.Equal("1", (await Lambda.InvokeAsync("again")).Payload);
        await Lambda.DeleteAsync("again");

        await Lambda.CreateAsync("again", Python("def handler(event, context): return 2"));
        Assert.Equal("2", (await Lambda.InvokeAsync("again")).Payload);
    }

    [Fact]
    public async Task The_last_of_two_functions_takes_their_package_with_it()
    {
        var source = Python("def handler(event, context): return 'shared'");
        await Lambda.CreateAsync("one", source);
        await Lambda.CreateAsync("two", source);

        await Lambda.DeleteAsync("one");
        Assert.Equal("\"shared\"", (await Lambda.InvokeAsync("two")).Payload);
        Assert.NotEmpty(Server.StoredCode.Of(source.Package));

        await Lambda.DeleteAsync("two");
        await Eventually.TrueAsync(() => Server.StoredCode.Of(source.Package).Count == 0, "The package outlived its functions.");
    }
}
