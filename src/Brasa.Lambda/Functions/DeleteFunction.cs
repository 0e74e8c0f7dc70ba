using System.Globalization;
using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Asynchronous;
using Brasa.Lambda.Concurrency;

namespace Brasa.Lambda.Functions;

/// <summary>Deletes a function with all that belongs to it, or one of its versions; invocations that have begun run to their end.</summary>
internal sealed class DeleteFunction(FunctionStore functions, FunctionUpdates updates, ConcurrencyLimiter limiter, Provisioner provisioner, AsynchronousEvents events)
    : IOperation<DeleteFunctionRequest, DeleteFunctionResponse>
{
    private const int NoContent = 204;

    public async Task<DeleteFunctionResponse> HandleAsync(DeleteFunctionRequest request, RequestContext context, CancellationToken ct)
    {
        var reference = FunctionReference.Parse(request.FunctionName, request.Qualifier, context);
        if (reference.Qualifier is { } qualifier) await DeleteVersionAsync(reference, qualifier, ct);
        else
        {
            var removed = await functions.RemoveAsync(reference, ct);
            limiter.Forget(removed);
            await events.DropAsync(removed.Key);
            foreach (var version in removed.All) Discard(version);
        }

        return new DeleteFunctionResponse { StatusCode = NoContent };
    }

    private async Task DeleteVersionAsync(FunctionReference reference, string qualifier, CancellationToken ct)
    {
        FunctionVersion? removed = null;
        await functions.UpdateAsync(reference, function =>
        {
            if (qualifier == FunctionVersion.Latest) throw FunctionSettings.Invalid("$LATEST version cannot be deleted without deleting the function.");
            if (function.Aliases.ContainsKey(qualifier)) throw FunctionSettings.Invalid("Deletion of aliases is not currently supported.");
            removed = function.FindVersion(qualifier);
            if (removed is null) return function; // on AWS no error either
            var users = function.Aliases.Values.Where(alias => alias.Version == qualifier || alias.Second?.Version == qualifier).Select(alias => alias.Name).ToList();
            if (users.Count > 0)
                throw new ResourceConflictException($"Unable to delete version because the following aliases reference it: [{string.Join(", ", users)}]");
            return function.WithoutVersion(int.Parse(removed.Version, CultureInfo.InvariantCulture));
        }, ct);
        if (removed is not null) Discard(removed);
    }

    private void Discard(FunctionVersion version)
    {
        provisioner.Withdraw(version);
        limiter.Forget(version);
        _ = updates.DiscardAsync(version);
    }
}
