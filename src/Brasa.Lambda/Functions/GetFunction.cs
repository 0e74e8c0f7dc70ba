using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;

namespace Brasa.Lambda.Functions;

/// <summary>Describes a function, with a URL at which its package can be downloaded for ten minutes.</summary>
internal sealed class GetFunction(FunctionStore functions, CodeDownloads downloads) : IOperation<GetFunctionRequest, GetFunctionResponse>
{
    public Task<GetFunctionResponse> HandleAsync(GetFunctionRequest request, RequestContext context, CancellationToken ct)
    {
        var reference = FunctionReference.Parse(request.FunctionName, request.Qualifier, context);
        var function = functions.GetFunction(reference);
        var version = function.Find(reference.Qualifier) ?? throw FunctionStore.NotFound(reference.Arn);
        return Task.FromResult(new GetFunctionResponse
        {
            Configuration = version.ToConfiguration(reference.Qualifier),
            Code = new FunctionCodeLocation { RepositoryType = "S3", Location = downloads.UrlOf(version.Code, context), SourceKMSKeyArn = version.CodeKmsKeyArn },
            Tags = function.Tags,
            Concurrency = function.ReservedConcurrency is { } reserved ? new Contracts.Lambda.Concurrency { ReservedConcurrentExecutions = reserved } : null,
        });
    }
}
