using System.Globalization;
using Brasa.Wire.Operations;
using Brasa.Wire.Protocols.EventStreams;
using Brasa.Wire.Schemas;
using Microsoft.AspNetCore.Http;

namespace Brasa.Wire.Protocols.RestJson;

/// <summary>Writes successes: status, headers and body.</summary>
internal static class Writer
{
    public const string ContentType = "application/json";

    public static ValueTask WriteAsync<TRequest, TResponse>(
        OperationDescriptor<TRequest, TResponse> operation, TResponse output, HttpResponse response, CancellationToken ct)
        where TRequest : class
        where TResponse : class
    {
        response.StatusCode = operation.SuccessStatus;
        if (operation.Output is null)
            return WriteNothing(response);

        response.ContentType = ContentType;
        WriteBound(operation.Output, output, response);
        if (response.StatusCode == StatusCodes.Status204NoContent)
            return WriteNothing(response);
        if (operation.Output.Events is not null)
            return EventStreamWriter.WriteAsync(operation.Output, output, response, ct);
        return operation.Output.Payload switch
        {
            null => WriteStructureAsync(operation.Output, output, response, ct),
            ValueMember<TResponse, ReadOnlyMemory<byte>> blob => WriteBytesAsync(blob.Get(output) ?? default, response, ct),
            { } absent when !absent.IsPresent(output) => WriteNothing(response),
            { } document => WritePayloadAsync(document, output, response, ct),
        };
    }

    /// <summary>Writes the members that travel in headers and status.</summary>
    public static void WriteBound<T>(StructureSchema<T> schema, T value, HttpResponse response)
        where T : class
    {
        TextShapeWriter? text = null;
        foreach (var member in schema.BoundMembers)
        {
            if (!member.IsPresent(value))
                continue;
            member.Write(text ??= new TextShapeWriter(), value);
            if (member.Location == MemberLocation.StatusCode)
                response.StatusCode = int.Parse(text.Take(), CultureInfo.InvariantCulture);
            else
                response.Headers[member.WireName] = text.Take();
        }
    }

    public static async ValueTask WriteDocumentAsync(Action<IShapeWriter> write, HttpResponse response, CancellationToken ct)
    {
        using var buffer = new PooledBuffer();
        using (var writer = new JsonShapeWriter(buffer))
        {
            write(writer);
            writer.Flush();
        }
        await WriteBytesAsync(buffer.Written, response, ct);
    }

    private static ValueTask WriteStructureAsync<T>(StructureSchema<T> schema, T value, HttpResponse response, CancellationToken ct)
        where T : class => WriteDocumentAsync(writer => schema.Write(writer, value), response, ct);

    private static ValueTask WritePayloadAsync<T>(MemberSchema<T> payload, T value, HttpResponse response, CancellationToken ct)
        where T : class => WriteDocumentAsync(writer => payload.Write(writer, value), response, ct);

    private static ValueTask WriteBytesAsync(ReadOnlyMemory<byte> bytes, HttpResponse response, CancellationToken ct)
    {
        response.ContentLength = bytes.Length;
        return bytes.IsEmpty ? ValueTask.CompletedTask : response.Body.WriteAsync(bytes, ct);
    }

    private static ValueTask WriteNothing(HttpResponse response)
    {
        response.ContentType = null;
        if (response.StatusCode != StatusCodes.Status204NoContent)
            response.ContentLength = 0;
        return ValueTask.CompletedTask;
    }
}
