using Brasa.Contracts.Logs;
using Brasa.Core.Operations;
using Brasa.Core.Storage;

namespace Brasa.Services.Logs.QueryDefinitions;

/// <summary>Deletes a query that was kept.</summary>
internal sealed class DeleteQueryDefinition(Documents<StoredQuery> queries) : IOperation<DeleteQueryDefinitionRequest, DeleteQueryDefinitionResponse>
{
    public async Task<DeleteQueryDefinitionResponse> HandleAsync(DeleteQueryDefinitionRequest request, RequestContext context, CancellationToken ct)
    {
        await queries.UpdateAsync(context.Account, context.Region, request.QueryDefinitionId, static query => query is null
            ? throw new ResourceNotFoundException("The specified query definition does not exist.")
            : null, ct);
        return new DeleteQueryDefinitionResponse { Success = true };
    }
}
