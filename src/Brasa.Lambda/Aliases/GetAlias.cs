using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Aliases;

/// <summary>Describes an alias.</summary>
internal sealed class GetAlias(FunctionStore functions) : IOperation<GetAliasRequest, AliasConfiguration>
{
    public Task<AliasConfiguration> HandleAsync(GetAliasRequest request, RequestContext context, CancellationToken ct)
    {
        var function = functions.GetFunction(FunctionReference.Parse(request.FunctionName, null, context).RequireUnqualified());
        return Task.FromResult(AliasRules.Get(function, request.Name).ToConfiguration(function.Key));
    }
}
