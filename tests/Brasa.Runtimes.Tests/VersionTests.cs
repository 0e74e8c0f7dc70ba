using Brasa.Runtimes.Tests.Support;

namespace Brasa.Runtimes.Tests;

/// <summary>A smoke test of every interpreter found; the newest runs all the other tests too.</summary>
public sealed class VersionTests
{
    public static IEnumerable<TheoryDataRow<string>> Pythons => Paths(Interpreter.Pythons);

    public static IEnumerable<TheoryDataRow<string>> Nodes => Paths(Interpreter.Nodes);

    [Theory]
    [MemberData(nameof(Pythons))]
    public async Task Every_python_serves(string path)
    {
        var python = Interpreter.Pythons.Single(python => python.Path == path);
        await using var function = await Function.StartAsync(python, "f.handler", ("f.py", """
            import logging
            def handler(event, context):
                logging.warning("served")
                return event["ok"]
            """));
        await using var broken = await Function.StartAsync(python, "f.absent", ("f.py", ""));

        Assert.Equal("1", (await function.InvokeAsync("""{"ok": 1}""")).Body);
        Assert.Equal("KeyError", (await function.InvokeAsync()).ErrorType);
        Assert.Contains("\tserved\n", await function.OutputAsync());
        Assert.Equal("Runtime.HandlerNotFound", (await broken.OutcomeAsync()).ErrorType);
    }

    [Theory]
    [MemberData(nameof(Nodes))]
    public async Task Every_node_serves(string path)
    {
        var node = Interpreter.Nodes.Single(node => node.Path == path);
        await using var function = await Function.StartAsync(
            node, "index.handler", ("index.mjs", "export const handler = async (event) => event.ok.length;"));
        await using var broken = await Function.StartAsync(node, "index.absent", ("index.js", ""));

        Assert.Equal("2", (await function.InvokeAsync("""{"ok": "ok"}""")).Body);
        Assert.Equal("TypeError", (await function.InvokeAsync()).ErrorType);
        Assert.Equal("Runtime.HandlerNotFound", (await broken.OutcomeAsync()).ErrorType);
    }

    private static IEnumerable<TheoryDataRow<string>> Paths(IReadOnlyList<Interpreter> interpreters) =>
        interpreters.Select(interpreter => new TheoryDataRow<string>(interpreter.Path));
}
