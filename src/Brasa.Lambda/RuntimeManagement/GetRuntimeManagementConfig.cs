using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Functions;
using FunctionVersion = Brasa.Lambda.Functions.FunctionVersion;

namespace Brasa.Lambda.RuntimeManagement;

/// <summary>Tells when a version's runtime may be replaced.</summary>
internal sealed class GetRuntimeManagementConfig(FunctionStore functions) : IOperation<GetRuntimeManagementConfigRequest, GetRuntimeManagementConfigResponse>
{
    public Task<GetRuntimeManagementConfigResponse> HandleAsync(GetRuntimeManagementConfigRequest request, RequestContext context, CancellationToken ct)
    {
        var reference = FunctionReference.Parse(request.FunctionName, request.Qualifier, context);
        var function = functions.GetFunction(reference);
        var version = function.FindVersion(reference.Qualifier ?? FunctionVersion.Latest) ?? throw FunctionStore.NotFound(reference.Arn);
        var updates = function.RuntimeUpdates.GetValueOrDefault(version.Version) ?? RuntimeUpdates.Default;
        return Task.FromResult(new GetRuntimeManagementConfigResponse
        {
            FunctionArn = version.Key.QualifiedArn(version.Version), UpdateRuntimeOn = new UpdateRuntimeOn(updates.On), RuntimeVersionArn = updates.Arn,
        });
    }
}
