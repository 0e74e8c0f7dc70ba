using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.CodeSigning;

/// <summary>Deletes a code signing configuration that no function uses.</summary>
internal sealed class DeleteCodeSigningConfig(CodeSigningConfigStore configs, FunctionStore functions)
    : IOperation<DeleteCodeSigningConfigRequest, DeleteCodeSigningConfigResponse>
{
    public async Task<DeleteCodeSigningConfigResponse> HandleAsync(DeleteCodeSigningConfigRequest request, RequestContext context, CancellationToken ct)
    {
        await configs.RemoveAsync(request.CodeSigningConfigArn, context, config =>
        {
            if (functions.UsersOf(config, after: null).Any())
                throw new ResourceConflictException($"The code signing configuration {config.Arn} cannot be deleted because functions are using it.");
        }, ct);
        return new DeleteCodeSigningConfigResponse();
    }
}
