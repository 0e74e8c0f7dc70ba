using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;

namespace Brasa.Lambda.Functions;

/// <summary>Describes a function.</summary>
internal sealed class GetFunctionConfiguration(FunctionStore functions) : IOperation<GetFunctionConfigurationRequest, FunctionConfiguration>
{
    public Task<FunctionConfiguration> HandleAsync(GetFunctionConfigurationRequest request, RequestContext context, CancellationToken ct)
    {
        var reference = FunctionReference.Parse(request.FunctionName, request.Qualifier, context);
        return Task.FromResult(functions.Get(reference).ToConfiguration(reference.Qualifier));
    }
}
