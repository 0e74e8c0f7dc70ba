using Brasa.Runtimes.Tests.Support;

namespace Brasa.Runtimes.Tests.Python;

public sealed class PythonExitTests
{
    [Theory]
    [InlineData("sys.exit(3)", 3)]
    [InlineData("sys.exit()", 0)]
    [InlineData("os._exit(7)", 7)]
    [InlineData("os.kill(os.getpid(), 9)", 137)]
    public async Task A_handler_that_exits_really_exits(string statement, int code)
    {
        await using var function = await Function.StartAsync(Interpreter.Python, "f.handler", ("f.py", $"""
            import os, sys
            def handler(event, context):
                print("last words")
                {statement}
            """));

        Assert.Equal(code, await function.InvokeToExitAsync());
        Assert.False(function.AnythingPosted);
        Assert.Equal("last words\n", await function.OutputAsync());
    }

    [Fact]
    public async Task The_end_of_the_connection_ends_the_process_whatever_threads_it_has()
    {
        await using var function = await Function.StartAsync(Interpreter.Python, "f.handler", ("f.py", """
            import threading
            def handler(event, context):
                threading.Thread(target=threading.Event().wait).start()
            """));
        await function.InvokeAsync();

        Assert.Empty(await function.OutputAsync());
        Assert.Equal(1, await function.ExitCodeAsync());
        Assert.Empty(await function.ErrorOutputAsync());
    }
}
