using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.CodeSigning;

/// <summary>Tells which code signing configuration a function uses.</summary>
internal sealed class GetFunctionCodeSigningConfig(FunctionStore functions)
    : IOperation<GetFunctionCodeSigningConfigRequest, GetFunctionCodeSigningConfigResponse>
{
    public Task<GetFunctionCodeSigningConfigResponse> HandleAsync(GetFunctionCodeSigningConfigRequest request, RequestContext context, CancellationToken ct)
    {
        var function = functions.GetFunction(FunctionReference.Parse(request.FunctionName, null, context).RequireUnqualified());

        // Without one AWS's answer is empty, though the model requires both members.
        return Task.FromResult(function.CodeSigningConfigArn is { } arn
            ? new GetFunctionCodeSigningConfigResponse { CodeSigningConfigArn = arn, FunctionName = function.Key.Name }
            : new GetFunctionCodeSigningConfigResponse());
    }
}
