using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Concurrency;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Account;

/// <summary>Tells an account's limits in a region and how much of them is used.</summary>
internal sealed class GetAccountSettings(FunctionStore functions, ConcurrencyLimiter limiter) : IOperation<GetAccountSettingsRequest, GetAccountSettingsResponse>
{
    public Task<GetAccountSettingsResponse> HandleAsync(GetAccountSettingsRequest request, RequestContext context, CancellationToken ct)
    {
        var total = functions.Total(context.Account, context.Region);
        return Task.FromResult(new GetAccountSettingsResponse
        {
            AccountLimit = new AccountLimit
            {
                TotalCodeSize = FunctionLimits.TotalCodeBytes,
                CodeSizeUnzipped = FunctionLimits.UnzippedBytes,
                CodeSizeZipped = FunctionLimits.DirectZipBytes,
                ConcurrentExecutions = limiter.Limit,
                UnreservedConcurrentExecutions = (int)limiter.Unreserved(context.Account, context.Region),
            },
            AccountUsage = new AccountUsage { TotalCodeSize = total.CodeBytes, FunctionCount = total.Functions },
        });
    }
}
