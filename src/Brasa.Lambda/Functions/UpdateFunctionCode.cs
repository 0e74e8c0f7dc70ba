using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.CodeSigning;

namespace Brasa.Lambda.Functions;

/// <summary>Replaces a function's package.</summary>
internal sealed class UpdateFunctionCode(
    FunctionStore functions, DeploymentPackages packages, CodeStore code, CodeSigningConfigStore configs, FunctionUpdates updates)
    : IOperation<UpdateFunctionCodeRequest, FunctionConfiguration>
{
    public async Task<FunctionConfiguration> HandleAsync(UpdateFunctionCodeRequest request, RequestContext context, CancellationToken ct)
    {
        var reference = FunctionReference.Parse(request.FunctionName, null, context).RequireLatest();
        var function = functions.GetFunction(reference);
        var present = function.Latest;
        FunctionUpdates.RequireRevision(present.RevisionId, request.RevisionId);
        if (request.PublishTo is not null) throw FunctionSettings.Unsupported("PublishTo");

        var zip = await packages.ReadAsync(request, ct);
        if (function.CodeSigningConfigArn is { } signing) configs.Require(signing, reference.Key).RequireUnsignedAllowed(request.FunctionName);
        var architecture = request.Architectures is null ? null : DeploymentPackages.ArchitectureOf(request.Architectures);
        functions.RequireCodeStorage(reference.Key, zip.Length);

        var blob = await code.AddAsync(zip, ct);
        var isKept = false;
        try
        {
            FunctionVersion Changed(FunctionVersion version) => version with
            {
                CodeBlob = blob.Hex,
                CodeSize = zip.Length,
                CodeKmsKeyArn = string.IsNullOrEmpty(request.SourceKMSKeyArn) ? null : request.SourceKMSKeyArn,
                Architecture = architecture ?? version.Architecture,
            };

            if (request.DryRun == true) return Changed(present).ToConfiguration();

            var updated = await updates.ApplyAsync(reference, request.RevisionId, bringsCode: true, publishes: request.Publish == true, Changed, ct);
            isKept = true;
            return updated.ToConfiguration();
        }
        finally
        {
            if (!isKept) code.Release(blob);
        }
    }
}
