using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;

namespace Brasa.Lambda.CodeSigning;

/// <summary>Changes what of a code signing configuration the request names; code that is deployed stays.</summary>
internal sealed class UpdateCodeSigningConfig(CodeSigningConfigStore configs) : IOperation<UpdateCodeSigningConfigRequest, UpdateCodeSigningConfigResponse>
{
    public async Task<UpdateCodeSigningConfigResponse> HandleAsync(UpdateCodeSigningConfigRequest request, RequestContext context, CancellationToken ct)
    {
        var config = await configs.UpdateAsync(request.CodeSigningConfigArn, context, before => before with
        {
            Publishers = request.AllowedPublishers?.SigningProfileVersionArns ?? before.Publishers,
            Policy = request.CodeSigningPolicies?.UntrustedArtifactOnDeployment?.Value ?? before.Policy,
            Description = request.Description ?? before.Description,
            LastModified = context.Time,
        }, ct);
        return new UpdateCodeSigningConfigResponse { CodeSigningConfig = config.ToConfiguration() };
    }
}
