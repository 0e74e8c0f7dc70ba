using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;
using Brasa.Core.Events;
using Brasa.Lambda.EventSourceMappings.Polling;

namespace Brasa.Lambda.Tests.Fakes;

/// <summary>A source whose records are texts; those that begin with <c>!</c> are not for the function.</summary>
internal class FakeSource : IEventSource<string>
{
    private readonly Channel<string> records = Channel.CreateUnbounded<string>();

    public ConcurrentQueue<string> Completed { get; } = new();

    public ConcurrentQueue<string> Returned { get; } = new();

    /// <summary>What each call of <see cref="ReceiveAsync"/> asked for.</summary>
    public ConcurrentQueue<(int Most, TimeSpan Wait)> Calls { get; } = new();

    /// <summary>Why it cannot be read; <c>null</c> while it can.</summary>
    public string? Problem { get; set; }

    public int RecordBytes { get; init; } = 100;

    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What was held, and for how long.</summary>
    public ConcurrentQueue<(string Record, TimeSpan Time)> Held { get; } = new();

    public void Add(params ReadOnlySpan<string> added)
    {
        foreach (var record in added) records.Writer.TryWrite(record);
    }

    public virtual async Task<IReadOnlyList<string>> ReceiveAsync(int most, TimeSpan wait, CancellationToken ct)
    {
        Calls.Enqueue((most, wait));
        if (Problem is not null) throw new SourceUnavailableException(Problem);
        if (wait > TimeSpan.Zero) await records.Reader.WaitToReadAsync(ct);
        var received = new List<string>();
        while (received.Count < most && records.Reader.TryRead(out var record)) received.Add(record);
        return received;
    }

    public bool Matches(string record) => !record.StartsWith('!');

    public int SizeOf(string record) => RecordBytes;

    public ReadOnlyMemory<byte> WriteEvent(IReadOnlyList<string> batch) => Encoding.UTF8.GetBytes(string.Join(',', batch));

    public string IdentifierOf(string record) => record;

    public string? TraceHeaderOf(string record) => null;

    public Task HoldAsync(IReadOnlyList<string> batch, TimeSpan time)
    {
        foreach (var record in batch) Held.Enqueue((record, time));
        return Task.CompletedTask;
    }

    public Task CompleteAsync(IReadOnlyList<string> done) => Keep(Completed, done);

    public Task ReturnAsync(IReadOnlyList<string> left) => Keep(Returned, left);

    private static Task Keep(ConcurrentQueue<string> kept, IReadOnlyList<string> some)
    {
        foreach (var record in some) kept.Enqueue(record);
        return Task.CompletedTask;
    }
}

/// <summary>A source that has always more, and gives it at once.</summary>
internal sealed class EndlessSource : FakeSource
{
    public override Task<IReadOnlyList<string>> ReceiveAsync(int most, TimeSpan wait, CancellationToken ct) => Task.FromResult<IReadOnlyList<string>>(["again"]);
}

/// <summary>A function that is invoked with batches, and answers what a test says.</summary>
internal sealed class FakeBatchTarget : IBatchTarget
{
    private readonly Channel<(string Payload, TaskCompletionSource<DeliveryResult> Answer)> calls =
        Channel.CreateUnbounded<(string, TaskCompletionSource<DeliveryResult>)>();

    public string? Problem { get; set; }

    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(3);

    public Task<DeliveryResult> InvokeAsync(ReadOnlyMemory<byte> payload, string? traceHeader, CancellationToken ct)
    {
        var answer = new TaskCompletionSource<DeliveryResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        calls.Writer.TryWrite((Encoding.UTF8.GetString(payload.Span), answer));
        return answer.Task;
    }

    /// <summary>How to answer a batch that waits; <c>null</c> where none does.</summary>
    public Action<DeliveryOutcome, string>? TryNext() => calls.Reader.TryRead(out var call) ? AnswerOf(call.Answer) : null;

    /// <summary>The next batch, and how to answer it.</summary>
    public async Task<(string Payload, Action<DeliveryOutcome, string> Answer)> NextAsync(CancellationToken ct)
    {
        var (payload, answer) = await calls.Reader.ReadAsync(ct);
        return (payload, AnswerOf(answer));
    }

    private static Action<DeliveryOutcome, string> AnswerOf(TaskCompletionSource<DeliveryResult> answer) =>
        (outcome, text) => answer.SetResult(new DeliveryResult(outcome, Encoding.UTF8.GetBytes(text)));
}
