using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Concurrency;
using Brasa.Lambda.Functions;
using FunctionVersion = Brasa.Lambda.Functions.FunctionVersion;

namespace Brasa.Lambda.Aliases;

/// <summary>Changes what of an alias the request names.</summary>
internal sealed class UpdateAlias(FunctionStore functions, Provisioner provisioner) : IOperation<UpdateAliasRequest, AliasConfiguration>
{
    public async Task<AliasConfiguration> HandleAsync(UpdateAliasRequest request, RequestContext context, CancellationToken ct)
    {
        var reference = FunctionReference.Parse(request.FunctionName, null, context).RequireUnqualified();
        Alias alias = null!;
        await functions.UpdateAsync(reference, function =>
        {
            var before = AliasRules.Get(function, request.Name);
            FunctionUpdates.RequireRevision(before.RevisionId, request.RevisionId);

            var version = request.FunctionVersion ?? before.Version;
            AliasRules.RequireVersion(function, version);
            if (version == FunctionVersion.Latest && function.Provisioned.ContainsKey(request.Name)) throw Provisioner.Unpublished();
            var second = AliasRules.ReadSecond(function, version, request.RoutingConfig ?? AliasRules.Describe(before.Second));

            alias = before with { Version = version, Description = request.Description ?? before.Description, Second = second, RevisionId = Guid.NewGuid().ToString() };
            return function with { Aliases = function.Aliases.SetItem(alias.Name, alias) };
        }, ct);
        provisioner.Apply(reference.Key);
        return alias.ToConfiguration(reference.Key);
    }
}
