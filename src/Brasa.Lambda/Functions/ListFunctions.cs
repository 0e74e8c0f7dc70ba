using System.Globalization;
using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;

namespace Brasa.Lambda.Functions;

/// <summary>Lists an account's functions in a region, by name; with all their versions where that is asked for.</summary>
internal sealed class ListFunctions(FunctionStore functions) : IOperation<ListFunctionsRequest, ListFunctionsResponse>
{
    /// <summary>Stands between a name and a version in a marker; neither can hold it.</summary>
    private const char Separator = ':';

    public Task<ListFunctionsResponse> HandleAsync(ListFunctionsRequest request, RequestContext context, CancellationToken ct)
    {
        var (page, next) = request.FunctionVersion is null
            ? Markers.Page(after => functions.List(context.Account, context.Region, after).Select(function => function.Latest), version => version.Name, request.MaxItems, request.Marker)
            : Markers.Page(after => ListAll(context, after), version => $"{version.Name}{Separator}{version.Version}", request.MaxItems, request.Marker);

        // Of other regions' replicas (Lambda@Edge) there are none.
        if (request.MasterRegion is not null) (page, next) = ([], null);
        return Task.FromResult(new ListFunctionsResponse
        {
            Functions = [.. page.Select(version => version.ToConfiguration(request.FunctionVersion is null ? null : version.Version))],
            NextMarker = next,
        });
    }

    private IEnumerable<FunctionVersion> ListAll(RequestContext context, string? after)
    {
        if (after?.Split(Separator) is not [var name, var version]) return functions.List(context.Account, context.Region, after).SelectMany(function => function.All);

        // What follows in the function that the page before ended in comes first.
        var number = int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? last : 0;
        var rest = functions.Find(new FunctionKey(context.Account, context.Region, name))?.Versions.Where(pair => pair.Key > number).Select(pair => pair.Value) ?? [];
        return rest.Concat(functions.List(context.Account, context.Region, name).SelectMany(function => function.All));
    }
}
