using System.Text.Json;
using Brasa.Contracts.Lambda;
using Brasa.Core.Errors;
using Brasa.Core.Operations;
using Brasa.Lambda.FileSystems;
using Brasa.Lambda.Functions;
using Brasa.Lambda.Networks;

namespace Brasa.Lambda.Invocation;

/// <summary>Runs a function and returns what it returned.</summary>
internal sealed class Invoke(FunctionStore functions, AccessPoints accessPoints, DeclaredNetworks networks, Dispatcher dispatcher) : IOperation<InvocationRequest, InvocationResponse>
{
    private const int NoContent = 204;

    /// <summary>Invocations of a function in one chain of requests.</summary>
    /// <remarks>AWS Lambda developer guide, "Understanding recursive loop detection": about 16.</remarks>
    private const int MostHops = 16;

    private static readonly ReadOnlyMemory<byte> EmptyEvent = "{}"u8.ToArray();

    public async Task<InvocationResponse> HandleAsync(InvocationRequest request, RequestContext context, CancellationToken ct)
    {
        var reference = FunctionReference.Parse(request.FunctionName, request.Qualifier, context);
        var function = functions.GetFunction(reference);
        var version = function.Route(reference.Qualifier, Random.Shared.NextDouble()) ?? throw FunctionStore.NotFound(reference.Arn);
        if (version.IsolatesTenants != request.TenantId is not null)
            throw FunctionSettings.Invalid(version.IsolatesTenants
                ? "The function isolates tenants: name one with the X-Amz-Tenant-Id header (TenantId) of the request."
                : "The function does not isolate tenants: leave the X-Amz-Tenant-Id header (TenantId) of the request out.");
        if (!HostArchitecture.Runs(version.Architecture))
            throw new InvalidRuntimeException($"The function is for {version.Architecture}, and this server's machine runs {HostArchitecture.Own}: update its code with Architectures={HostArchitecture.Own}, or register an emulator (binfmt_misc) for {version.Architecture} on the machine.");
        networks.PoliciesOf(version.Network);
        if (request.InvocationType == InvocationType.DryRun) return new InvocationResponse { StatusCode = NoContent };
        if (request.InvocationType == InvocationType.Event)
            throw AwsException.NotImplemented("Invoke with InvocationType=Event is not available on this server yet. Use RequestResponse.");
        if (request.DurableExecutionName is not null)
            throw AwsException.NotImplemented("Durable executions are not available on this server.");

        accessPoints.RequireMountable(version);
        var trace = TraceHeader.Continue(context.TraceHeader, function.ChainName, context.Time);
        if (trace.Hops >= MostHops && !function.AllowsRecursion)
            throw new RecursiveInvocationException($"Lambda stopped this invocation: {function.Key.Arn} has been invoked {trace.Hops} times in one chain of requests. Where that is meant, PutFunctionRecursionConfig allows it.");

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
        var outcome = await dispatcher.DispatchAsync(function, version, invocation);
        return new InvocationResponse
        {
            StatusCode = 200,
            ExecutedVersion = version.Version,
            FunctionError = OutcomeText.FunctionError(outcome),
            LogResult = invocation.Tail?.ToBase64(),
            Payload = OutcomeText.Payload(invocation.RequestId, outcome),
        };
    }

    private static ReadOnlyMemory<byte> ReadEvent(ReadOnlyMemory<byte>? payload)
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
