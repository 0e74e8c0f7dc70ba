using Brasa.Core.Errors;
using Brasa.Wire.Schemas;
using Microsoft.AspNetCore.Http;

namespace Brasa.Wire.Protocols.EventStreams;

/// <summary>Writes the events of an output as they come, each flushed at once, until there are no more or the client leaves.</summary>
/// <remarks>Smithy, "Amazon Event Stream Specification".</remarks>
internal sealed class EventStreamWriter : IEventSink
{
    private const string MediaType = "application/vnd.amazon.eventstream", Json = "application/json", Bytes = "application/octet-stream";

    private readonly HttpResponse response;

    private EventStreamWriter(HttpResponse response) => this.response = response;

    /// <summary>Writes an output whose other members, where it has any, have been sent as headers.</summary>
    public static ValueTask WriteAsync<T>(StructureSchema<T> schema, T output, HttpResponse response, CancellationToken ct)
        where T : class => WriteAsync(schema, output, response, isDocument: false, ct);

    /// <summary>Writes an output whose other members are the first message, as protocols do that know no headers.</summary>
    public static ValueTask WriteWithInitialAsync<T>(StructureSchema<T> schema, T output, HttpResponse response, CancellationToken ct)
        where T : class => WriteAsync(schema, output, response, isDocument: true, ct);

    /// <inheritdoc />
    public async ValueTask SendAsync<TEvent>(StructureSchema<TEvent> union, TEvent value, CancellationToken ct)
        where TEvent : class
    {
        foreach (var member in union.Members)
        {
            if (!member.IsPresent(value))
                continue;
            var payload = new EventPayload();
            member.Accept(payload, value);
            await SendAsync(payload.IsError ? "exception" : "event", payload.IsError ? ":exception-type" : ":event-type", member.WireName, payload, ct);
        }
    }

    private static async ValueTask WriteAsync<T>(StructureSchema<T> schema, T output, HttpResponse response, bool isDocument, CancellationToken ct)
        where T : class
    {
        response.ContentType = MediaType;
        await response.StartAsync(ct);
        var writer = new EventStreamWriter(response);
        if (isDocument)
        {
            var initial = new EventPayload();
            initial.Visit(schema, output);
            await writer.SendAsync("event", ":event-type", "initial-response", initial, ct);
        }
        else
            await response.Body.FlushAsync(ct);
        await schema.Events!.SendAsync(output, writer, ct);
    }

    private async ValueTask SendAsync(string kind, string typeHeader, string type, EventPayload payload, CancellationToken ct)
    {
        using var content = payload.Content;
        using var message = new PooledBuffer();
        EventMessage.Write(message, [(":message-type", kind), (typeHeader, type), (":content-type", payload.IsBytes ? Bytes : Json)], content.Written.Span);
        await response.Body.WriteAsync(message.Written, ct);
        await response.Body.FlushAsync(ct);
    }

    /// <summary>An event's content: its bytes where it is nothing else, or its members as JSON.</summary>
    private sealed class EventPayload : IStructureVisitor
    {
        public PooledBuffer Content { get; } = new();

        public bool IsError { get; private set; }

        public bool IsBytes { get; private set; }

        public void Visit<T>(StructureSchema<T> schema, T value)
            where T : class
        {
            IsError = value is AwsException;
            if (schema.Payload is ValueMember<T, ReadOnlyMemory<byte>> bytes)
            {
                IsBytes = true;
                var chunk = bytes.Get(value) ?? default;
                chunk.Span.CopyTo(Content.GetSpan(chunk.Length));
                Content.Advance(chunk.Length);
                return;
            }

            using var writer = new JsonShapeWriter(Content);
            schema.Write(writer, value);
            writer.Flush();
        }
    }
}
