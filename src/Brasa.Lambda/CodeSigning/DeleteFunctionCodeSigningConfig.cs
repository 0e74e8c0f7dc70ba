using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.CodeSigning;

/// <summary>Makes a function use no code signing configuration; one that uses none is no error.</summary>
internal sealed class DeleteFunctionCodeSigningConfig(FunctionStore functions) : IOperation<DeleteFunctionCodeSigningConfigRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(DeleteFunctionCodeSigningConfigRequest request, RequestContext context, CancellationToken ct)
    {
        var reference = FunctionReference.Parse(request.FunctionName, null, context).RequireUnqualified();
        await functions.UpdateAsync(reference, function => function with { CodeSigningConfigArn = null }, ct);
        return NoOutput.Value;
    }
}
