using System.Security.Cryptography;
using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Tags;

namespace Brasa.Lambda.CodeSigning;

/// <summary>Creates a code signing configuration.</summary>
internal sealed class CreateCodeSigningConfig(CodeSigningConfigStore configs) : IOperation<CreateCodeSigningConfigRequest, CreateCodeSigningConfigResponse>
{
    private const int IdDigits = 17;

    public async Task<CreateCodeSigningConfigResponse> HandleAsync(CreateCodeSigningConfigRequest request, RequestContext context, CancellationToken ct)
    {
        Tagging.Check(request.Tags, 0);
        var config = new SigningConfig
        {
            Account = context.Account,
            Region = context.Region,
            Id = $"csc-{RandomNumberGenerator.GetHexString(IdDigits, lowercase: true)}",
            Publishers = request.AllowedPublishers.SigningProfileVersionArns,
            Policy = (request.CodeSigningPolicies?.UntrustedArtifactOnDeployment ?? CodeSigningPolicy.Warn).Value,
            Description = request.Description,
            LastModified = context.Time,
            Tags = request.Tags is { Count: > 0 } tags ? tags : null,
        };
        await configs.AddAsync(config, ct);
        return new CreateCodeSigningConfigResponse { CodeSigningConfig = config.ToConfiguration() };
    }
}
