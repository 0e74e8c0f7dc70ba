using System.Diagnostics;

namespace Brasa.Runtimes.Tests.Support;

/// <summary>A function of a few files in a folder of its own, run by a real interpreter against a fake Runtime API.</summary>
internal sealed class Function : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>Whether interpreters boot first and are told then which function they are; <c>BRASA_TEST_ASSIGNED=1</c> runs the tests so.</summary>
    private static readonly bool s_isAssigned = Environment.GetEnvironmentVariable("BRASA_TEST_ASSIGNED") is { Length: > 0 };

    /// <summary>What interpreters read when they boot, and never again.</summary>
    private static readonly string[] s_bootVariables = ["PATH", "PYTHON", "NODE_", "AWS_LAMBDA_RUNTIME_API"];

    private readonly DirectoryInfo folder;
    private readonly FakeRuntimeApi api;
    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task<string> errorOutput;

    private Function(DirectoryInfo folder, FakeRuntimeApi api, Process process)
    {
        (this.folder, this.api, this.process) = (folder, api, process);
        output = process.StandardOutput.ReadToEndAsync();
        errorOutput = process.StandardError.ReadToEndAsync();
    }

    public string Folder => this.folder.FullName;

    public static Task<Function> StartAsync(Interpreter interpreter, string handler, params (string Path, string Text)[] files) =>
        StartAsync(interpreter, handler, [], files);

    public static async Task<Function> StartAsync(
        Interpreter interpreter, string handler, Dictionary<string, string> environment, params (string Path, string Text)[] files)
    {
        var folder = Directory.CreateTempSubdirectory("brasa-function-");
        foreach ((string path, string text) in files)
        {
            string file = Path.Combine(folder.FullName, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, text);
        }

        var api = await FakeRuntimeApi.StartAsync();
        var variables = VariablesOf(folder.FullName, new(environment)
        {
            ["AWS_LAMBDA_RUNTIME_API"] = api.Endpoint,
            ["_HANDLER"] = handler,
        });
        if (!s_isAssigned)
        {
            return new Function(folder, api, LaunchIn(folder.FullName, interpreter, variables));
        }

        api.Assignment = variables;
        var atBoot = variables.Where(variable => s_bootVariables.Any(prefix => variable.Key.StartsWith(prefix, StringComparison.Ordinal)));
        return new Function(folder, api, LaunchIn("/", interpreter, atBoot.Append(new("BRASA_AWAIT_ASSIGNMENT", "1"))));
    }

    public static Process StartProcess(Interpreter interpreter, string taskRoot, Dictionary<string, string> environment) =>
        LaunchIn(taskRoot, interpreter, VariablesOf(taskRoot, environment));

    private static Process LaunchIn(string directory, Interpreter interpreter, IEnumerable<KeyValuePair<string, string>> variables)
    {
        var start = new ProcessStartInfo(interpreter.Path, interpreter.Arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory,
        };
        start.Environment.Clear();
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static Dictionary<string, string> VariablesOf(string taskRoot, Dictionary<string, string> environment)
    {
        Dictionary<string, string> variables = new()
        {
            ["PATH"] = "/usr/bin:/bin",
            ["PYTHONDONTWRITEBYTECODE"] = "1",
            ["LAMBDA_TASK_ROOT"] = taskRoot,
            ["AWS_LAMBDA_FUNCTION_NAME"] = "f",
            ["AWS_LAMBDA_FUNCTION_VERSION"] = "$LATEST",
            ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = "128",
            ["AWS_LAMBDA_LOG_GROUP_NAME"] = "/aws/lambda/f",
            ["AWS_LAMBDA_LOG_STREAM_NAME"] = "2026/01/01/[$LATEST]0",
            ["AWS_REGION"] = "us-east-1",
        };
        foreach ((string name, string value) in environment)
        {
            variables[name] = value;
        }

        return variables;
    }

    public Task<Outcome> InvokeAsync(string payload = "{}", params ReadOnlySpan<(string Name, string Value)> headers) =>
        InvokeAsync(Invocation.Of(payload, headers));

    /// <summary>Offers an event and waits for what the runtime posts: the outcome, or the failure of its init.</summary>
    public async Task<Outcome> InvokeAsync(Invocation invocation)
    {
        this.api.Offer(invocation);
        var outcome = await OutcomeAsync();
        Assert.True(outcome.RequestId is null || outcome.RequestId == invocation.RequestId);
        return outcome;
    }

    /// <summary>Offers an event whose handler ends the process, and waits for that end.</summary>
    public async Task<int> InvokeToExitAsync()
    {
        this.api.Offer(Invocation.Of("{}"));
        return await ExitCodeAsync();
    }

    public async Task<Outcome> OutcomeAsync() => await this.api.Outcomes.ReadAsync().AsTask().WaitAsync(s_patience);

    public bool AnythingPosted => this.api.Outcomes.TryPeek(out _);

    public async Task<int> ExitCodeAsync()
    {
        await this.process.WaitForExitAsync().WaitAsync(s_patience);
        return this.process.ExitCode;
    }

    /// <summary>Ends the environment and returns all it printed.</summary>
    public async Task<string> OutputAsync()
    {
        this.api.Hang();
        await ExitCodeAsync();
        return await output.WaitAsync(s_patience);
    }

    public async Task<string> ErrorOutputAsync()
    {
        this.api.Hang();
        await ExitCodeAsync();
        return await errorOutput.WaitAsync(s_patience);
    }

    public async ValueTask DisposeAsync()
    {
        if (!this.process.HasExited)
        {
            this.process.Kill(entireProcessTree: true);
        }

        this.process.Dispose();
        await this.api.DisposeAsync();
        this.folder.Delete(recursive: true);
    }
}
