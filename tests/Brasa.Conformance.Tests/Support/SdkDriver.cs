using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Brasa.Tests.Shared;

namespace Brasa.Conformance.Tests.Support;

/// <summary>An AWS SDK in a process of its own that calls operations as it is told, in JSON lines, many at a time.</summary>
internal sealed class SdkDriver : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly ConcurrentDictionary<int, TaskCompletionSource<Answer>> pending = new();
    private readonly SemaphoreSlim writing = new(1);
    private readonly Process process;
    private readonly Task reading;
    private int lastId;

    private SdkDriver(Process process)
    {
        this.process = process;
        reading = ReadAsync();
    }

    public static SdkDriver Boto3(Uri server) => Start(["/usr/bin/python3"], "driver.py", server);

    /// <summary>Boto3 on a pretended machine.</summary>
    /// <param name="server">Where it sends requests.</param>
    /// <param name="machine">The machine.</param>
    /// <param name="authorities">The file with the certificates it trusts; <c>null</c>: those it brings.</param>
    public static SdkDriver Boto3(Uri server, PretendMachine machine, string? authorities = null) => Start([.. machine.Inside("/usr/bin/python3")], "driver.py", server, authorities);

    public static SdkDriver JavaScript(Uri server) => Start(["node"], "driver.mjs", server);

    /// <summary>Calls an operation of Lambda as an account, where signatures are not verified.</summary>
    public Task<Answer> CallAsync(string account, string region, string operation, object parameters) =>
        CallAsync("lambda", new Keys(account, "secret"), region, operation, parameters);

    /// <summary>Calls an operation by AWS's name for it, with parameters as AWS's API reference has them; bytes as <c>byte[]</c>.</summary>
    public async Task<Answer> CallAsync(string service, Keys keys, string region, string operation, object parameters)
    {
        var id = Interlocked.Increment(ref lastId);
        var answer = pending[id] = new TaskCompletionSource<Answer>(TaskCreationOptions.RunContinuationsAsynchronously);
        var line = JsonSerializer.Serialize(new { id, service, operation, region, keys = keys.ToArray(), parameters }, Bytes.Json);
        await writing.WaitAsync();
        try
        {
            await process.StandardInput.WriteLineAsync(line);
            await process.StandardInput.FlushAsync();
        }
        finally
        {
            writing.Release();
        }

        return await answer.Task.WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(Patience);
        await reading;
        process.Dispose();
        writing.Dispose();
    }

    private static SdkDriver Start(string[] interpreter, string script, Uri server, string? authorities = null)
    {
        var start = new ProcessStartInfo(interpreter[0], [.. interpreter[1..], Path.Combine(Repository.Clients, script), server.GetLeftPart(UriPartial.Authority)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        ClientEnvironment.Set(start);
        if (authorities is not null) start.Environment["AWS_CA_BUNDLE"] = authorities;
        return new SdkDriver(Process.Start(start)!);
    }

    private async Task ReadAsync()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            var answer = JsonNode.Parse(line)!.AsObject();
            if (pending.TryRemove((int)answer["id"]!, out var waiting)) waiting.SetResult(new Answer(answer));
        }

        foreach (var waiting in pending.Values) waiting.TrySetException(new IOException("The SDK driver ended."));
    }
}
