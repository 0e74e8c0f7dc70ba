using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;

namespace Brasa.Lambda.Functions;

/// <summary>Describes a function, with a URL at which its package can be downloaded for ten minutes.</summary>
internal sealed class GetFunction(FunctionStore functions, CodeDownloads downloads) : IOperation<GetFunctionRequest, GetFunctionResponse>
{
    public Task<GetFunctionResponse> HandleAsync(GetFunctionRequest request, RequestContext context, CancellationToken ct)
    {
        var function = functions.Get(FunctionReference.Parse(request.FunctionName, request.Qualifier, context));
        return Task.FromResult(new GetFunctionResponse
        {
            Configuration = function.ToConfiguration(),
            Code = new FunctionCodeLocation { RepositoryType = "S3", Location = downloads.UrlOf(function.Code, context) },
            Tags = function.Tags,
        });
    }
}
