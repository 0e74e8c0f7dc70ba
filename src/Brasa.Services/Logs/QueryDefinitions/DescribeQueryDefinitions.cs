using Brasa.Contracts.Logs;
using Brasa.Core.Operations;
using Brasa.Core.Storage;

namespace Brasa.Services.Logs.QueryDefinitions;

/// <summary>Lists the queries that were kept.</summary>
internal sealed class DescribeQueryDefinitions(Documents<StoredQuery> queries) : IOperation<DescribeQueryDefinitionsRequest, DescribeQueryDefinitionsResponse>
{
    public Task<DescribeQueryDefinitionsResponse> HandleAsync(DescribeQueryDefinitionsRequest request, RequestContext context, CancellationToken ct)
    {
        var found = queries.In(context.Account, context.Region).Values
            .Where(query => request.QueryDefinitionNamePrefix is not { } prefix || query.Name.StartsWith(prefix, StringComparison.Ordinal))
            .Where(query => request.QueryLanguage is not { } language || (query.Language ?? QueryLanguage.Cwli.Value) == language.Value)
            .OrderBy(NameOf, StringComparer.Ordinal);
        var (page, next) = Listing.Page(found, NameOf, request.MaxResults, request.NextToken);
        return Task.FromResult(new DescribeQueryDefinitionsResponse { QueryDefinitions = [.. page.Select(Describe)], NextToken = next });
    }

    private static string NameOf(StoredQuery query) => $"{query.Name}\n{query.Id}";

    private static QueryDefinition Describe(StoredQuery query) => new()
    {
        QueryDefinitionId = query.Id,
        Name = query.Name,
        QueryString = query.Text,
        QueryLanguage = query.Language is { } language ? QueryLanguage.From(language) : null,
        LogGroupNames = query.Groups,
        Parameters = query.Parameters.IsEmpty ? null : [.. query.Parameters.Select(parameter => new QueryParameter
        {
            Name = parameter.Name, DefaultValue = parameter.DefaultValue, Description = parameter.Description,
        })],
        LastModified = query.ModifiedAt,
    };
}
