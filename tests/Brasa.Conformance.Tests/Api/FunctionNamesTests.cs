using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Api;

/// <summary>All the ways in which the API reference lets a request name a function.</summary>
public sealed class FunctionNamesTests(SharedServer server) : ConformanceTest(server)
{
    [Theory]
    [InlineData("named")]
    [InlineData("named:$LATEST")]
    [InlineData("ACCOUNT:function:named")]
    [InlineData("ACCOUNT:function:named:$LATEST")]
    [InlineData("ACCOUNT:named")]
    [InlineData("function:named")]
    [InlineData("arn:aws:lambda:us-east-1:ACCOUNT:function:named")]
    [InlineData("arn:aws:lambda:us-east-1:ACCOUNT:function:named:$LATEST")]
    public async Task A_function_is_found_by(string name)
    {
        await CreateAsync();
        var found = (await Lambda.CallAsync("GetFunctionConfiguration", new { FunctionName = InAccount(name) })).Succeeded();
        Assert.Equal("named", found.Text("FunctionName"));
    }

    [Fact]
    public async Task An_invoked_ARN_is_told_as_the_caller_wrote_it()
    {
        await Lambda.CreateAsync("named", Python("def handler(event, context): return context.invoked_function_arn"));
        Assert.Equal(Lambda.ArnOf("named"), (string?)(await Lambda.InvokeAsync("named")).Json);
        Assert.Equal(Lambda.ArnOf("named:$LATEST"), (string?)(await Lambda.InvokeAsync("named:$LATEST")).Json);
    }

    [Fact]
    public async Task An_ARN_of_another_region_is_not_found()
    {
        await CreateAsync();
        (await Lambda.CallAsync("GetFunction", new { FunctionName = InAccount("arn:aws:lambda:eu-west-1:ACCOUNT:function:named") }))
            .IsRefused(404, "ResourceNotFoundException", "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')");
    }

    [Fact]
    public async Task An_ARN_of_another_account_is_denied()
    {
        const string arn = "arn:aws:lambda:us-east-1:111111111111:function:named";
        (await Lambda.CallAsync("GetFunction", new { FunctionName = arn })).IsRefused(403, "AccessDeniedException",
            $"User: arn:aws:iam::{Lambda.Account}:root is not authorized to perform: lambda:GetFunction on resource: {arn} because no resource-based policy allows the lambda:GetFunction action");
    }

    [Fact]
    public async Task A_qualifier_that_contradicts_the_name_is_refused()
    {
        await CreateAsync();
        (await Lambda.CallAsync("GetFunction", new { FunctionName = "named:$LATEST", Qualifier = "1" })).IsRefused(
            400, "InvalidParameterValueException", "The derived qualifier from the function name does not match the specified qualifier.");
    }

    [Theory]
    [InlineData("7")]
    [InlineData("alias")]
    public async Task A_version_or_alias_that_is_none_is_not_found(string qualifier)
    {
        await CreateAsync();
        (await Lambda.CallAsync("Invoke", new { FunctionName = "named", Qualifier = qualifier }))
            .IsRefused(404, "ResourceNotFoundException", $"Function not found: {Lambda.ArnOf("named")}:{qualifier}");
    }

    [Fact]
    public async Task Regions_have_functions_of_their_own()
    {
        await CreateAsync();
        Assert.Empty(await Lambda.In("eu-west-1").ListAsync());
        Assert.Equal(["named"], await Lambda.ListAsync());
    }

    private Task CreateAsync() => Lambda.CreateAsync("named", Python("def handler(event, context): pass"));

    private string InAccount(string name) => name.Replace("ACCOUNT", Lambda.Account, StringComparison.Ordinal);
}
