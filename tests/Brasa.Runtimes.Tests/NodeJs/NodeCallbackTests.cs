using Brasa.Runtimes.Tests.Support;

namespace Brasa.Runtimes.Tests.NodeJs;

public sealed class NodeCallbackTests
{
    private const int FirstWithoutCallbacks = 24;

    [Theory]
    [InlineData("(event, context, callback) => { setTimeout(() => state = 'late', 20); callback(null, () => state); }", "null")]
    [InlineData("(event, context, callback) => { setTimeout(() => callback(null, 1), 20); }", "1")]
    [InlineData("(event, context, callback) => { }", "null")]
    [InlineData("(event, context) => { setImmediate(() => context.succeed(2)); }", "2")]
    [InlineData("(event, context) => { setImmediate(() => context.done(null, 3)); }", "3")]
    [InlineData("async (event, context, callback) => 4", "4")]
    public async Task A_callback_ends_the_invocation(string handler, string json)
    {
        Assert.SkipWhen(Interpreter.Node.Version.Major >= FirstWithoutCallbacks, "Lambda has no callbacks on this Node.js.");
        await using var function = await Function.StartAsync(
            Interpreter.Node, "index.handler", ("index.js", $"let state; exports.handler = {handler};"));

        Assert.Equal(json, (await function.InvokeAsync()).Body);
        Assert.Equal(json, (await function.InvokeAsync()).Body);
    }

    [Theory]
    [InlineData(true, "\"early\\nlate\\n\"")]
    [InlineData(false, "\"early\\n\"")]
    public async Task The_answer_waits_for_an_empty_event_loop_only_when_told_to(bool waits, string printed)
    {
        Assert.SkipWhen(Interpreter.Node.Version.Major >= FirstWithoutCallbacks, "Lambda has no callbacks on this Node.js.");
        await using var function = await Function.StartAsync(Interpreter.Node, "index.handler", ("index.js", $$"""
            let printed = '';
            exports.handler = (event, context, callback) => {
              context.callbackWaitsForEmptyEventLoop = {{(waits ? "true" : "false")}};
              setTimeout(() => printed += 'late\n', 100);
              printed += 'early\n';
              callback(null, { toJSON: () => printed });
            };
            """));

        Assert.Equal(printed, (await function.InvokeAsync()).Body);
    }

    [Theory]
    [InlineData("callback(new TypeError('no'))", "TypeError", "no")]
    [InlineData("callback('text')", "string", "text")]
    [InlineData("context.fail(new RangeError('far'))", "RangeError", "far")]
    [InlineData("context.fail()", "string", "handled")]
    public async Task A_callback_with_an_error_fails_the_invocation(string statement, string type, string message)
    {
        Assert.SkipWhen(Interpreter.Node.Version.Major >= FirstWithoutCallbacks, "Lambda has no callbacks on this Node.js.");
        await using var function = await Function.StartAsync(
            Interpreter.Node, "index.handler", ("index.js", $"exports.handler = (event, context, callback) => {{ {statement}; }};"));

        var outcome = await function.InvokeAsync();

        Assert.Equal(type, outcome.ErrorType);
        Assert.StartsWith($$"""{"errorType":"{{type}}","errorMessage":"{{message}}","trace":[""", outcome.Body);
    }

    [Fact]
    public async Task Node_24_refuses_a_handler_that_takes_a_callback_skipped_where_Node_is_older()
    {
        Assert.SkipUnless(Interpreter.Node.Version.Major >= FirstWithoutCallbacks, "Lambda has callbacks on this Node.js.");
        await using var function = await Function.StartAsync(
            Interpreter.Node, "index.handler", ("index.js", "exports.handler = async (event, context, callback) => 1;"));

        Assert.Equal("Runtime.CallbackHandlerDeprecated", (await function.OutcomeAsync()).ErrorType);
    }
}
