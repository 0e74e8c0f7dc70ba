using Brasa.Wire.Operations;
using Brasa.Wire.Protocols.EventStreams;
using Brasa.Wire.Schemas;
using Microsoft.AspNetCore.Http;

namespace Brasa.Wire.Protocols.AwsJson;

/// <summary>Writes successes: the output's document, empty where there is no output, or its events.</summary>
internal static class Writer
{
    public static ValueTask WriteAsync<TRequest, TResponse>(
        OperationDescriptor<TRequest, TResponse> operation, TResponse output, string contentType, HttpResponse response, CancellationToken ct)
        where TRequest : class
        where TResponse : class => operation.Output switch
        {
            null => WriteNothing(contentType, response),
            { Events: not null } events => EventStreamWriter.WriteWithInitialAsync(events, output, response, ct),
            { } document => WriteDocumentAsync(writer => document.Write(writer, output), StatusCodes.Status200OK, contentType, response, ct),
        };

    /// <summary>Sends what <paramref name="write"/> writes.</summary>
    public static async ValueTask WriteDocumentAsync(Action<IShapeWriter> write, int status, string contentType, HttpResponse response, CancellationToken ct)
    {
        using var buffer = new PooledBuffer();
        using (var writer = new JsonShapeWriter(buffer))
        {
            write(writer);
            writer.Flush();
        }
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = buffer.Length;
        await response.Body.WriteAsync(buffer.Written, ct);
    }

    private static ValueTask WriteNothing(string contentType, HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = contentType;
        response.ContentLength = 0;
        return ValueTask.CompletedTask;
    }
}
