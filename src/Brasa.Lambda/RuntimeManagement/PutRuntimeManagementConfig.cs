using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Functions;
using FunctionVersion = Brasa.Lambda.Functions.FunctionVersion;

namespace Brasa.Lambda.RuntimeManagement;

/// <summary>Says when a version's runtime may be replaced. Stored only: the runtime is the machine's interpreter, which its operator updates.</summary>
internal sealed class PutRuntimeManagementConfig(FunctionStore functions) : IOperation<PutRuntimeManagementConfigRequest, PutRuntimeManagementConfigResponse>
{
    public async Task<PutRuntimeManagementConfigResponse> HandleAsync(PutRuntimeManagementConfigRequest request, RequestContext context, CancellationToken ct)
    {
        var isManual = request.UpdateRuntimeOn == UpdateRuntimeOn.Manual;
        if (isManual != request.RuntimeVersionArn is not null)
            throw FunctionSettings.Invalid(isManual ? "RuntimeVersionArn is required when UpdateRuntimeOn is Manual." : "RuntimeVersionArn is only taken when UpdateRuntimeOn is Manual.");

        var reference = FunctionReference.Parse(request.FunctionName, request.Qualifier, context);
        var updates = new RuntimeUpdates(request.UpdateRuntimeOn.Value, request.RuntimeVersionArn);
        FunctionVersion version = null!;
        await functions.UpdateAsync(reference, function =>
        {
            version = function.FindVersion(reference.Qualifier ?? FunctionVersion.Latest) ?? throw FunctionStore.NotFound(reference.Arn);
            return function with { RuntimeUpdates = function.RuntimeUpdates.SetItem(version.Version, updates) };
        }, ct);
        return new PutRuntimeManagementConfigResponse
        {
            FunctionArn = version.Key.QualifiedArn(version.Version), UpdateRuntimeOn = request.UpdateRuntimeOn, RuntimeVersionArn = updates.Arn,
        };
    }
}
