using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Brasa.Contracts.Sqs;
using Brasa.Core.Storage;
using Brasa.Services.Sqs.Delivery;

namespace Brasa.Services.Sqs.MoveTasks;

/// <summary>The tasks that move messages out of dead-letter queues: those that run, also after a restart, and the last that did.</summary>
internal sealed class MoveTaskStore(IResourceStore resources, MessageMover mover) : IAsyncDisposable
{
    /// <remarks>Amazon SQS API reference, "ListMessageMoveTasks".</remarks>
    public const int MostListed = 10;

    private const string Service = "sqs", Kind = "move-task";

    private readonly ConcurrentDictionary<string, ImmutableList<RunningTask>> tasks = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim turn = new(1);
    private readonly CancellationTokenSource ending = new();

    /// <summary>Reads what is stored, and goes on with what was not done.</summary>
    public async Task LoadAsync(CancellationToken ct)
    {
        await foreach (var item in resources.ReadAllAsync(new ResourcePrefix(Service, Kind), ct))
        {
            var task = JsonSerializer.Deserialize(item.Document.Span, SqsJson.Default.MoveTask) ?? throw new InvalidDataException($"{item.Key} is empty.");
            Keep(new RunningTask(task, ending.Token));
        }

        foreach (var task in tasks.Values.SelectMany(all => all).Where(task => task.IsRunning)) task.Run = RunAsync(task);
    }

    /// <summary>Begins to move messages.</summary>
    /// <exception cref="UnsupportedOperationException">Some are being moved already.</exception>
    public async Task<MoveTask> StartAsync(MoveTask task)
    {
        await turn.WaitAsync(CancellationToken.None);
        try
        {
            if (List(task.SourceArn).Any(one => one.IsRunning))
                throw new UnsupportedOperationException("There is already a task running. Only one active task is allowed for a source queue arn at a given time.");
            await WriteAsync(task);
            var running = new RunningTask(task, ending.Token);
            foreach (var old in Keep(running)) await RemoveAsync(old);
            running.Run = RunAsync(running);
            return task;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>The tasks of a queue, the last that began first.</summary>
    public IReadOnlyList<RunningTask> List(string sourceArn) => tasks.GetValueOrDefault(sourceArn) ?? [];

    /// <summary>Ends what runs, which goes on after the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await Task.WhenAll(tasks.Values.SelectMany(all => all).Select(task => task.Run));
        ending.Dispose();
        turn.Dispose();
    }

    private async Task RunAsync(RunningTask task)
    {
        await Task.Yield();
        var end = await mover.MoveAsync(task);
        if (ending.IsCancellationRequested) return;
        task.End(end.Status, end.Reason);
        try
        {
            await WriteAsync(task.Now);
        }
        catch (IOException)
        {
            // It runs again after the next start, and finds what is left to do.
        }
    }

    /// <summary>Adds a task, and returns those that are too many then.</summary>
    private List<RunningTask> Keep(RunningTask task)
    {
        var all = tasks.AddOrUpdate(task.Now.SourceArn, [task], (_, before) => [.. before.Add(task).OrderByDescending(one => one.Now.Started)]);
        var old = all.Skip(MostListed).Where(one => !one.IsRunning).ToList();
        tasks[task.Now.SourceArn] = all.RemoveRange(old);
        return old;
    }

    private Task<long> WriteAsync(MoveTask task) => resources.WriteAsync([new ResourceWrite(KeyOf(task), JsonSerializer.SerializeToUtf8Bytes(task, SqsJson.Default.MoveTask))], CancellationToken.None).AsTask();

    private Task<long> RemoveAsync(RunningTask task) => resources.WriteAsync([new ResourceWrite(KeyOf(task.Now), null)], CancellationToken.None).AsTask();

    private static ResourceKey KeyOf(MoveTask task) =>
        QueueName.OfArn(task.SourceArn) is { } name ? new ResourceKey(Service, Kind, name.Account, name.Region, name.Name, task.Id.ToString("N")) : throw new ArgumentException(task.SourceArn, nameof(task));
}
