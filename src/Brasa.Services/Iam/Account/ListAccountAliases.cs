using Brasa.Contracts.Iam;
using Brasa.Core.Operations;

namespace Brasa.Services.Iam.Account;

/// <summary>Lists the aliases of an account: none, as there are no sign-in pages.</summary>
internal sealed class ListAccountAliases() : IOperation<ListAccountAliasesRequest, ListAccountAliasesResponse>
{
    public Task<ListAccountAliasesResponse> HandleAsync(ListAccountAliasesRequest request, RequestContext context, CancellationToken ct) => Task.FromResult(new ListAccountAliasesResponse { AccountAliases = [], IsTruncated = false });
}
