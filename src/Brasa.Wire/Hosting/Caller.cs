using Brasa.Core.Identity;
using Brasa.Core.Operations;
using Brasa.Wire.SigV4;
using Microsoft.AspNetCore.Http;

namespace Brasa.Wire.Hosting;

/// <summary>Who is asking, and about which region.</summary>
/// <remarks>A connection that knows its caller wins over any signature. Else a 12-digit access key id is the account.</remarks>
internal readonly record struct Caller(Principal Principal, string Region)
{
    public static Caller Of(HttpContext http, Credential? credential)
    {
        if (http.Features.Get<ICallerFeature>() is { } known)
            return new Caller(known.Principal, known.Region);
        var account = credential is { AccessKeyId: var key } && Arn.IsAccount(key) ? key : RequestContext.DefaultAccount;
        return new Caller(new AccountPrincipal(account), credential?.Region ?? RequestContext.DefaultRegion);
    }
}
