using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Environments;

namespace Brasa.Lambda.Functions;

/// <summary>Deletes a function; invocations that have begun run to their end.</summary>
internal sealed class DeleteFunction(FunctionStore functions, FunctionUpdates updates) : IOperation<DeleteFunctionRequest, DeleteFunctionResponse>
{
    private const int NoContent = 204;

    public async Task<DeleteFunctionResponse> HandleAsync(DeleteFunctionRequest request, RequestContext context, CancellationToken ct)
    {
        var reference = FunctionReference.Parse(request.FunctionName, request.Qualifier, context);
        functions.Get(reference);
        if (reference.Qualifier == FunctionVersion.Latest)
            throw FunctionSettings.Invalid("$LATEST version cannot be deleted without deleting the function.");

        var removed = await functions.RemoveAsync(reference, ct);
        _ = updates.DiscardAsync(removed);
        return new DeleteFunctionResponse { StatusCode = NoContent };
    }
}
