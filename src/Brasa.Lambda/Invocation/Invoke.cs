using System.Text.Json;
using Brasa.Contracts.Lambda;
using Brasa.Core.Errors;
using Brasa.Core.Operations;
using Brasa.Lambda.Asynchronous;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Invocation;

/// <summary>Runs a function and returns what it returned; or accepts an event for it that nobody waits for.</summary>
internal sealed class Invoke(FunctionStore functions, FunctionRunner runner, EventAcceptance events) : IOperation<InvocationRequest, InvocationResponse>
{
    private const int NoContent = 204;

    private static readonly ReadOnlyMemory<byte> EmptyEvent = "{}"u8.ToArray();

    public async Task<InvocationResponse> HandleAsync(InvocationRequest request, RequestContext context, CancellationToken ct)
    {
        var reference = FunctionReference.Parse(request.FunctionName, request.Qualifier, context);
        var function = functions.GetFunction(reference);
        var version = function.Route(reference.Qualifier, Random.Shared.NextDouble()) ?? throw FunctionStore.NotFound(reference.Arn);
        runner.RequireRunnable(version, request.TenantId);
        if (request.InvocationType == InvocationType.DryRun) return new InvocationResponse { StatusCode = NoContent };
        if (request.DurableExecutionName is not null)
            throw AwsException.NotImplemented("Durable executions are not available on this server.");
        if (request.InvocationType == InvocationType.Event)
        {
            await events.AcceptAsync(function, reference, ReadEvent(request.Payload), request.TenantId, context, ct);
            return new InvocationResponse { StatusCode = EventAcceptance.Accepted };
        }

        var trace = FunctionRunner.Continue(function, context.TraceHeader, context.Time);
        var invocation = new PendingInvocation
        {
            RequestId = context.RequestId,
            Payload = ReadEvent(request.Payload),
            InvokedArn = reference.Arn,
            ClientContext = ReadClientContext(request.ClientContext),
            Tenant = request.TenantId,
            TraceId = trace.Value,
            Tail = request.LogType == LogType.Tail ? new LogTail() : null,
        };
        var outcome = await runner.RunAsync(function, version, invocation);
        return new InvocationResponse
        {
            StatusCode = 200,
            ExecutedVersion = version.Version,
            FunctionError = OutcomeText.FunctionError(outcome),
            LogResult = invocation.Tail?.ToBase64(),
            Payload = OutcomeText.Payload(invocation.RequestId, outcome),
        };
    }

    /// <summary>A request's event; an empty object where there is none.</summary>
    /// <exception cref="InvalidRequestContentException">It is no JSON.</exception>
    internal static ReadOnlyMemory<byte> ReadEvent(ReadOnlyMemory<byte>? payload)
    {
        if (payload is not { Length: > 0 } bytes) return EmptyEvent;

        var reader = new Utf8JsonReader(bytes.Span);
        try
        {
            while (reader.Read())
            {
            }

            return bytes;
        }
        catch (JsonException broken)
        {
            throw new InvalidRequestContentException($"Could not parse request body into json: Could not parse payload into json: {broken.Message}");
        }
    }

    private static string? ReadClientContext(string? base64)
    {
        if (base64 is null) return null;
        try
        {
            // Written anew, so that no byte of it can end the header it is sent to the runtime in.
            using var document = JsonDocument.Parse(Convert.FromBase64String(base64));
            return JsonSerializer.Serialize(document.RootElement, InvocationJson.Default.JsonElement);
        }
        catch (Exception broken) when (broken is FormatException or JsonException)
        {
            throw new InvalidRequestContentException("Client context must be a valid Base64-encoded JSON object.");
        }
    }
}
