using Brasa.Contracts.Logs;
using Brasa.Core.Operations;
using Brasa.Core.Storage;

namespace Brasa.Services.Logs.QueryDefinitions;

/// <summary>Keeps a query for later, or changes one.</summary>
internal sealed class PutQueryDefinition(Documents<StoredQuery> queries) : IOperation<PutQueryDefinitionRequest, PutQueryDefinitionResponse>
{
    /// <remarks>CloudWatch Logs User Guide, "CloudWatch Logs quotas".</remarks>
    private const int Most = 1_000;

    /// <summary>Log groups that one query can be about.</summary>
    private const int MostGroups = 50;

    public async Task<PutQueryDefinitionResponse> HandleAsync(PutQueryDefinitionRequest request, RequestContext context, CancellationToken ct)
    {
        if (request.LogGroupNames is { Count: > MostGroups }) throw LogErrors.Invalid($"A query can be about at most {MostGroups} log groups.");

        // A token makes one definition, however often it is sent.
        var id = request.QueryDefinitionId ?? request.ClientToken ?? Guid.NewGuid().ToString();
        await queries.UpdateAsync(context.Account, context.Region, id, query =>
        {
            if (query is null && request.QueryDefinitionId is not null) throw new ResourceNotFoundException("The specified query definition does not exist.");
            if (query is null && queries.In(context.Account, context.Region).Count >= Most) throw LogErrors.TooMany;
            return new StoredQuery
            {
                Id = id,
                Name = request.Name,
                Text = request.QueryString,
                Language = request.QueryLanguage?.Value,
                Groups = [.. request.LogGroupNames ?? []],
                Parameters = [.. (request.Parameters ?? []).Select(parameter => new StoredParameter(parameter.Name, parameter.DefaultValue, parameter.Description))],
                ModifiedAt = context.Time.ToUnixTimeMilliseconds(),
            };
        }, ct);
        return new PutQueryDefinitionResponse { QueryDefinitionId = id };
    }
}
