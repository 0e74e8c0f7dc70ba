using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Functions;
using Brasa.Lambda.Invocation;

namespace Brasa.Lambda.Asynchronous;

/// <summary>Accepts an event for a function: what <c>Invoke</c> with <c>InvocationType=Event</c> was before there was that.</summary>
internal sealed class InvokeAsync(FunctionStore functions, FunctionRunner runner, EventAcceptance events) : IOperation<InvokeAsyncRequest, InvokeAsyncResponse>
{
    public async Task<InvokeAsyncResponse> HandleAsync(InvokeAsyncRequest request, RequestContext context, CancellationToken ct)
    {
        var reference = FunctionReference.Parse(request.FunctionName, null, context);
        var function = functions.GetFunction(reference);
        runner.RequireRunnable(function.Find(reference.Qualifier) ?? throw FunctionStore.NotFound(reference.Arn), tenant: null);
        await events.AcceptAsync(function, reference, Invoke.ReadEvent(request.InvokeArgs), tenant: null, context, ct);
        return new InvokeAsyncResponse { Status = EventAcceptance.Accepted };
    }
}
