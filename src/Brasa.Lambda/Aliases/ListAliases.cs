using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Aliases;

/// <summary>Lists a function's aliases by name, all or those of one version.</summary>
internal sealed class ListAliases(FunctionStore functions) : IOperation<ListAliasesRequest, ListAliasesResponse>
{
    public Task<ListAliasesResponse> HandleAsync(ListAliasesRequest request, RequestContext context, CancellationToken ct)
    {
        var function = functions.GetFunction(FunctionReference.Parse(request.FunctionName, null, context).RequireUnqualified());
        var wanted = function.Aliases.Values.Where(alias => request.FunctionVersion is null || alias.Version == request.FunctionVersion);
        var (page, next) = Markers.Page(wanted, alias => alias.Name, request.MaxItems, request.Marker);
        return Task.FromResult(new ListAliasesResponse { Aliases = [.. page.Select(alias => alias.ToConfiguration(function.Key))], NextMarker = next });
    }
}
