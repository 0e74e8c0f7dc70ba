using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.CodeSigning;

/// <summary>Makes a function use a code signing configuration from its next deployment on; code that is deployed stays.</summary>
internal sealed class PutFunctionCodeSigningConfig(CodeSigningConfigStore configs, FunctionStore functions)
    : IOperation<PutFunctionCodeSigningConfigRequest, PutFunctionCodeSigningConfigResponse>
{
    public async Task<PutFunctionCodeSigningConfigResponse> HandleAsync(PutFunctionCodeSigningConfigRequest request, RequestContext context, CancellationToken ct)
    {
        var reference = FunctionReference.Parse(request.FunctionName, null, context).RequireUnqualified();
        var arn = request.CodeSigningConfigArn;
        await configs.ReferAsync(arn, reference.Key, () => functions.UpdateAsync(reference, function => function with { CodeSigningConfigArn = arn }, ct), ct);
        return new PutFunctionCodeSigningConfigResponse { CodeSigningConfigArn = arn, FunctionName = reference.Key.Name };
    }
}
