using System.IO.Compression;
using System.Text.Json;
using System.Threading.Channels;
using Brasa.Core.Events;

namespace Brasa.Services.Tests.Logs.Support;

/// <summary>A function that remembers what it was told, and answers as it is bidden.</summary>
internal sealed class FakeTarget : IEventTarget
{
    private readonly Channel<JsonElement> told = Channel.CreateUnbounded<JsonElement>();

    /// <summary>Who may call it.</summary>
    public string Allowed { get; set; } = "logs.amazonaws.com";

    /// <summary>What it answers with next; delivered once there is nothing left.</summary>
    public Queue<DeliveryOutcome> Answers { get; } = new();

    /// <summary>What is waited for before an answer.</summary>
    public Task Ready { get; set; } = Task.CompletedTask;

    public EventSource? Source { get; private set; }

    public bool Accepts(string targetArn, EventSource source) => source.Service == Allowed;

    public async Task<DeliveryResult> DeliverAsync(string targetArn, ReadOnlyMemory<byte> payload, EventSource source, CancellationToken ct)
    {
        await Ready.WaitAsync(ct);
        Source = source;
        var data = JsonDocument.Parse(payload).RootElement.GetProperty("awslogs").GetProperty("data").GetBytesFromBase64();
        using var gzip = new GZipStream(new MemoryStream(data), CompressionMode.Decompress);
        await told.Writer.WriteAsync((await JsonDocument.ParseAsync(gzip, cancellationToken: ct)).RootElement, ct);
        return new DeliveryResult(Answers.TryDequeue(out var answer) ? answer : DeliveryOutcome.Delivered, default);
    }

    /// <summary>What it was told next.</summary>
    public ValueTask<JsonElement> NextAsync(CancellationToken ct) => told.Reader.ReadAsync(ct);
}
