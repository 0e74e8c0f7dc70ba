using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Functions;

/// <summary>Which execution environment serves which invocation.</summary>
public sealed class EnvironmentTests(SharedServer server) : ConformanceTest(server)
{
    private const string Name = "env";

    /// <summary>Each environment makes itself an id when it loads the code.</summary>
    private const string WithId = "import uuid\nid = uuid.uuid4().hex\ndef handler(event, context): return id";

    [Fact]
    public async Task One_invocation_after_another_is_served_by_the_same_environment()
    {
        await Lambda.CreateAsync(Name, Python(WithId));
        var first = (await Lambda.InvokeAsync(Name)).Succeeded();
        var second = (await Lambda.InvokeAsync(Name)).Succeeded();

        Assert.Equal(first.Payload, second.Payload);
        Assert.NotNull(first.Report.Init);
        Assert.Null(second.Report.Init);
    }

    [Fact]
    public async Task Invocations_at_the_same_time_have_environments_of_their_own()
    {
        await Lambda.CreateAsync(Name, Python(Gate.Code + "import uuid\nid = uuid.uuid4().hex\ndef handler(event, context):\n    wait()\n    return id"), timeout: 120);
        var running = Enumerable.Range(0, 4).Select(_ => Lambda.InvokeAsync(Name)).ToList();
        await new FunctionLog(Lambda, Name).ContainAsync(Gate.Reached, environments: 4);

        await Gate.OpenAsync(Lambda, Python(WithId));
        var invocations = await Task.WhenAll(running);
        Assert.Equal(4, invocations.Select(invocation => invocation.Succeeded().Payload).Distinct().Count());
    }

    [Fact]
    public async Task Functions_with_the_same_code_share_no_environment()
    {
        await Lambda.CreateAsync("one", Python(WithId));
        await Lambda.CreateAsync("two", Python(WithId));
        Assert.NotEqual((await Lambda.InvokeAsync("one")).Payload, (await Lambda.InvokeAsync("two")).Payload);
    }

    [Fact]
    public async Task An_environment_of_before_an_update_ends_its_invocation_with_the_old_code()
    {
        await Lambda.CreateAsync(Name, Python(Gate.Code + "def handler(event, context):\n    wait()\n    return 'old'"), timeout: 120);
        var running = Lambda.InvokeAsync(Name);
        await new FunctionLog(Lambda, Name).ContainAsync(Gate.Reached);

        (await Lambda.CallAsync("UpdateFunctionCode", new { FunctionName = Name, ZipFile = Python("def handler(event, context): return 'new'").Package })).Succeeded();
        Assert.Equal("\"new\"", (await Lambda.InvokeAsync(Name)).Succeeded().Payload);

        await Gate.OpenAsync(Lambda, Python(WithId));
        Assert.Equal("\"old\"", (await running).Succeeded().Payload);
    }

    [Fact]
    public async Task A_function_deleted_while_it_runs_keeps_its_code_to_the_end()
    {
        var package = Zip.Of(
            ("index.py", Gate.Code + "def handler(event, context):\n    wait()\n    import late\n    return late.answer"),
            ("late.py", "answer = 42"));
        await Lambda.CreateAsync(Name, new FunctionSource(Server.Python, "index.handler", package), timeout: 120);
        var running = Lambda.InvokeAsync(Name);
        await new FunctionLog(Lambda, Name).ContainAsync(Gate.Reached);

        (await Lambda.DeleteAsync(Name)).Succeeded();
        await Gate.OpenAsync(Lambda, Python(WithId));

        Assert.Equal("42", (await running).Succeeded().Payload);
        await Eventually.TrueAsync(() => Server.StoredCode.Of(package).Count == 0, "The package outlived its function.");
    }
}
