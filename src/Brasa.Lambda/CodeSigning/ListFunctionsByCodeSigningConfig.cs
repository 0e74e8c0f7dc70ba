using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.CodeSigning;

/// <summary>Lists the functions that use a code signing configuration, by name.</summary>
internal sealed class ListFunctionsByCodeSigningConfig(CodeSigningConfigStore configs, FunctionStore functions)
    : IOperation<ListFunctionsByCodeSigningConfigRequest, ListFunctionsByCodeSigningConfigResponse>
{
    public Task<ListFunctionsByCodeSigningConfigResponse> HandleAsync(ListFunctionsByCodeSigningConfigRequest request, RequestContext context, CancellationToken ct)
    {
        var config = configs.Get(request.CodeSigningConfigArn, context);
        var (page, next) = Markers.Page(
            after => functions.UsersOf(config, after), function => function.Key.Name, request.MaxItems, request.Marker);
        return Task.FromResult(new ListFunctionsByCodeSigningConfigResponse { FunctionArns = [.. page.Select(function => function.Key.Arn)], NextMarker = next });
    }
}
