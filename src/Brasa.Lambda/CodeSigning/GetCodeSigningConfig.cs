using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;

namespace Brasa.Lambda.CodeSigning;

/// <summary>Describes a code signing configuration.</summary>
internal sealed class GetCodeSigningConfig(CodeSigningConfigStore configs) : IOperation<GetCodeSigningConfigRequest, GetCodeSigningConfigResponse>
{
    public Task<GetCodeSigningConfigResponse> HandleAsync(GetCodeSigningConfigRequest request, RequestContext context, CancellationToken ct) =>
        Task.FromResult(new GetCodeSigningConfigResponse { CodeSigningConfig = configs.Get(request.CodeSigningConfigArn, context).ToConfiguration() });
}
