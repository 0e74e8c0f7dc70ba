using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Aliases;

/// <summary>Names a version of a function.</summary>
internal sealed class CreateAlias(FunctionStore functions) : IOperation<CreateAliasRequest, AliasConfiguration>
{
    public async Task<AliasConfiguration> HandleAsync(CreateAliasRequest request, RequestContext context, CancellationToken ct)
    {
        var reference = FunctionReference.Parse(request.FunctionName, null, context).RequireUnqualified();
        Alias alias = null!;
        await functions.UpdateAsync(reference, function =>
        {
            AliasRules.RequireVersion(function, request.FunctionVersion);
            var second = AliasRules.ReadSecond(function, request.FunctionVersion, request.RoutingConfig);
            if (function.Aliases.ContainsKey(request.Name))
                throw new ResourceConflictException($"Alias already exists: {function.Key.QualifiedArn(request.Name)}");

            alias = new Alias(request.Name, request.FunctionVersion, request.Description ?? "", second, Guid.NewGuid().ToString());
            return function with { Aliases = function.Aliases.Add(alias.Name, alias) };
        }, ct);
        return alias.ToConfiguration(reference.Key);
    }
}
