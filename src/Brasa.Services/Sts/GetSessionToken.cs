using Brasa.Contracts.Sts;
using Brasa.Core.Operations;
using Brasa.Core.Errors;
using Brasa.Core.Identity;

namespace Brasa.Services.Sts;

/// <summary>Gives a user temporary credentials, for everything that the user may do.</summary>
internal sealed class GetSessionToken(SessionTokens sessions) : IOperation<GetSessionTokenRequest, GetSessionTokenResponse>
{
    /// <summary>Seconds.</summary>
    private const int Longest = 43_200, LongestOfRoot = 3_600;

    public Task<GetSessionTokenResponse> HandleAsync(GetSessionTokenRequest request, RequestContext context, CancellationToken ct)
    {
        if (context.Principal is not (AccountPrincipal or UserPrincipal) || context.Principal.Since is not null)
            throw AwsException.AccessDenied("Cannot call GetSessionToken with session credentials");
        var most = context.Principal is AccountPrincipal ? LongestOfRoot : Longest;
        var duration = TimeSpan.FromSeconds(Math.Min(request.DurationSeconds ?? Longest, most));
        return Task.FromResult(new GetSessionTokenResponse { Credentials = sessions.Issue(context.Principal, context.Time, duration) });
    }
}
