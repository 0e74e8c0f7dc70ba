using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Functions;
using FunctionVersion = Brasa.Lambda.Functions.FunctionVersion;

namespace Brasa.Lambda.Versions;

/// <summary>Lists <c>$LATEST</c> and a function's published versions, oldest first.</summary>
internal sealed class ListVersionsByFunction(FunctionStore functions) : IOperation<ListVersionsByFunctionRequest, ListVersionsByFunctionResponse>
{
    public Task<ListVersionsByFunctionResponse> HandleAsync(ListVersionsByFunctionRequest request, RequestContext context, CancellationToken ct)
    {
        var function = functions.GetFunction(FunctionReference.Parse(request.FunctionName, null, context));
        var (page, next) = Markers.Page(function.All, Order, request.MaxItems, request.Marker);
        return Task.FromResult(new ListVersionsByFunctionResponse { Versions = [.. page.Select(version => version.ToConfiguration(version.Version))], NextMarker = next });
    }

    /// <summary>Numbers in the order of their values; <c>$</c> sorts before all digits.</summary>
    private static string Order(FunctionVersion version) => version.Version == FunctionVersion.Latest ? version.Version : version.Version.PadLeft(10, '0');
}
