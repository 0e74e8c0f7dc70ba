using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Functions;

public sealed class NodeFunctionTests(SharedServer server) : ConformanceTest(server)
{
    private const string Name = "js";

    [Theory]
    [InlineData("index.js", "exports.handler = async (event) => [event, 1.5];")]
    [InlineData("index.mjs", "export const handler = async (event) => [event, 1.5];")]
    [InlineData("index.cjs", "exports.handler = (event, context, done) => done(null, [event, 1.5]);")]
    public async Task A_handler_of_each_kind_answers(string file, string code)
    {
        await Lambda.CreateAsync(Name, new FunctionSource(Server.Node, "index.handler", Zip.Of((file, code))));
        Assert.Equal("""[{"k":"é"},1.5]""", (await Lambda.InvokeAsync(Name, """{"k": "é"}""")).Succeeded().Payload);
    }

    [Fact]
    public async Task The_context_tells_about_function_and_invocation()
    {
        await Lambda.CreateAsync(Name, Node("""
            exports.handler = async (event, context) => ({
              name: context.functionName, version: context.functionVersion, arn: context.invokedFunctionArn,
              memory: context.memoryLimitInMB, group: context.logGroupName, stream: context.logStreamName,
              request: context.awsRequestId, left: context.getRemainingTimeInMillis(),
            });
            """), timeout: 9, memory: 192);
        ContextShape.Check((await Lambda.InvokeAsync(Name)).Succeeded(), Lambda.ArnOf(Name), Name, memory: 192, timeoutMilliseconds: 9_000);
    }

    [Fact]
    public async Task Lambda_s_environment_variables_and_the_function_s_own_are_set()
    {
        await Lambda.CreateAsync(Name, Node("exports.handler = async () => process.env;"), new { STAGE = "têst" });
        var variables = (await Lambda.InvokeAsync(Name)).Succeeded().Json;
        Assert.Equal("têst", (string?)variables["STAGE"]);
        ReservedVariables.Check(variables, Name, Server.Node);
    }

    [Theory]
    [InlineData("async () => { throw new RangeError('too far'); }", "RangeError", "too far")]
    [InlineData("async () => { const a = {}; a.a = a; return a; }", "Error", "Unable to stringify response body")]
    [InlineData("(event, context, done) => done('only text')", "string", "only text")]
    public async Task A_handler_that_fails_answers_with_its_error(string handler, string errorType, string message)
    {
        await Lambda.CreateAsync(Name, Node($"exports.handler = {handler};"));
        var invocation = await Lambda.InvokeAsync(Name);
        Assert.Equal(message, invocation.FailedWith(errorType));
        Assert.Contains("\tERROR\tInvoke Error \t{", invocation.Log, StringComparison.Ordinal);
        Assert.Equal(("error", errorType), (invocation.Report.Status, invocation.Report.ErrorType));
    }

    [Fact]
    public async Task A_process_that_ends_is_told_and_replaced()
    {
        await Lambda.CreateAsync(Name, Node("exports.handler = async (event) => event ? process.exit(3) : 'fresh';"));
        var invocation = await Lambda.InvokeAsync(Name, "1");
        Assert.Equal(
            $"RequestId: {invocation.Report.RequestId} Error: Runtime exited with error: exit status 3", invocation.FailedWith("Runtime.ExitError"));
        Assert.Equal("\"fresh\"", (await Lambda.InvokeAsync(Name, "0")).Succeeded().Payload);
    }

    [Theory]
    [InlineData("index.handler", "require('no-such-module');", "Runtime.ImportModuleError", "Error: Cannot find module 'no-such-module'")]
    [InlineData("index.missing", "", "Runtime.HandlerNotFound", "index.missing is undefined or not exported")]
    [InlineData("index.handler", "exports.handler = {;", "Runtime.UserCodeSyntaxError", "SyntaxError: Unexpected token ';'")]
    [InlineData("index.handler", "throw new Error('at load');", "Error", "at load")]
    public async Task Code_that_cannot_be_loaded_fails_the_invocation(string handler, string code, string errorType, string message)
    {
        await Lambda.CreateAsync(Name, Node(code) with { Handler = handler });
        var invocation = await Lambda.InvokeAsync(Name);
        Assert.StartsWith(message, invocation.FailedWith(errorType), StringComparison.Ordinal);
        Assert.Contains("INIT_REPORT Init Duration: ", invocation.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_promise_that_nobody_handles_ends_the_process()
    {
        await Lambda.CreateAsync(Name, Node("exports.handler = async () => { Promise.reject(new Error('lost')); await new Promise(() => setTimeout(() => {}, 1e6)); };"));
        Assert.Equal("Error: lost", (await Lambda.InvokeAsync(Name)).FailedWith("Runtime.UnhandledPromiseRejection"));
    }

    [Fact]
    public async Task A_handler_may_lie_in_a_subfolder()
    {
        await Lambda.CreateAsync(Name, new FunctionSource(Server.Node, "dir/file.handler", Zip.Of(("dir/file.js", "exports.handler = async () => __filename;"))));
        Assert.Equal("\"/var/task/dir/file.js\"", (await Lambda.InvokeAsync(Name)).Succeeded().Payload);
    }

    [Fact]
    public async Task Console_lines_carry_time_request_and_level()
    {
        await Lambda.CreateAsync(Name, Node("exports.handler = async () => { console.warn('careful', { a: 1 }); };"));
        var invocation = (await Lambda.InvokeAsync(Name)).Succeeded();
        Assert.Matches($@"^\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{{3}}Z\t{invocation.Report.RequestId}\tWARN\tcareful \{{ a: 1 \}}$", invocation.LogLines[1]);
    }
}
