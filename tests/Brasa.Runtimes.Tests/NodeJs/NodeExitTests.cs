using Brasa.Runtimes.Tests.Support;

namespace Brasa.Runtimes.Tests.NodeJs;

public sealed class NodeExitTests
{
    [Theory]
    [InlineData("process.exit(3)", 3)]
    [InlineData("process.exit()", 0)]
    [InlineData("process.kill(process.pid, 'SIGKILL'); await new Promise(() => setInterval(() => {}, 1000))", 137)]
    public async Task A_handler_that_exits_really_exits(string statement, int code)
    {
        await using var function = await Function.StartAsync(Interpreter.Node, "index.handler", ("index.js", $$"""
            exports.handler = async () => {
              process.stdout.write('last words\n');
              {{statement}};
            };
            """));

        Assert.Equal(code, await function.InvokeToExitAsync());
        Assert.False(function.AnythingPosted);
        Assert.Equal("last words\n", await function.OutputAsync());
    }

    [Theory]
    [InlineData("setImmediate(() => { throw new RangeError('behind'); })", "RangeError", 129)]
    [InlineData("Promise.reject(new RangeError('behind'))", "Runtime.UnhandledPromiseRejection", 128)]
    public async Task What_nobody_catches_fails_the_invocation_and_ends_the_process(string statement, string type, int code)
    {
        await using var function = await Function.StartAsync(Interpreter.Node, "index.handler", ("index.js", $$"""
            exports.handler = () => new Promise(() => { {{statement}}; setInterval(() => {}, 1000); });
            """));

        var outcome = await function.InvokeAsync();

        Assert.Equal(type, outcome.ErrorType);
        Assert.Contains("behind", outcome.Body);
        Assert.Equal(code, await function.ExitCodeAsync());
    }

    [Fact]
    public async Task A_rejection_left_behind_ends_the_process_after_the_answer()
    {
        await using var function = await Function.StartAsync(
            Interpreter.Node, "index.handler", ("index.js", "exports.handler = async () => { Promise.reject(5); return 'answered'; };"));

        Assert.Equal("\"answered\"", (await function.InvokeAsync()).Body);
        Assert.Equal(128, await function.ExitCodeAsync());
    }

    [Fact]
    public async Task A_promise_that_never_settles_is_found_when_nothing_is_left_to_do()
    {
        await using var function = await Function.StartAsync(
            Interpreter.Node, "index.handler", ("index.js", "exports.handler = () => new Promise(() => {});"));

        Assert.Equal("Runtime.NodeJsExit", (await function.InvokeAsync()).ErrorType);
        Assert.Equal(1, await function.ExitCodeAsync());
    }

    [Fact]
    public async Task A_connection_that_ends_ends_the_process()
    {
        await using var function = await Function.StartAsync(
            Interpreter.Node, "index.handler", ("index.js", "exports.handler = async () => { setInterval(() => {}, 1000); };"));
        await function.InvokeAsync();

        Assert.Empty(await function.OutputAsync());
        Assert.Equal(1, await function.ExitCodeAsync());
    }
}
