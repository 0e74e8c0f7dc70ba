using System.Buffers;
using System.Security.Cryptography;
using Brasa.Core.Identity;
using Brasa.Wire.Protocols;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Brasa.Wire.SigV4;

/// <summary>Verifies that requests are signed with a key that is known: Signature Version 4, in the header or in a presigned URL.</summary>
/// <remarks>
/// Everything that needs no body is checked before any of it is read. Wrong signatures are logged and bounded by address and key (<see cref="FailureLimiter"/>),
/// and how often one signature is used is bounded (<see cref="ReplayGuard"/>).
/// </remarks>
public sealed class SignatureVerifier(IAccessKeys keys, TimeProvider clock, ILogger<SignatureVerifier> log)
{
    private readonly SigningKeys signingKeys = new(clock);
    private readonly FailureLimiter limiter = new(clock);
    private readonly ReplayGuard replays = new(clock);
    private readonly RefusalLog refusals = new(clock, log);

    /// <summary>Finds the credential of a request that nothing else is known of yet, or <c>null</c> where it is not signed.</summary>
    /// <exception cref="SignatureException">It is signed, and badly.</exception>
    internal Credential? ReadCredential(HttpRequest request, ReadOnlyMemory<char> query)
    {
        try
        {
            return Signature.Read(request, query);
        }
        catch (SignatureException refused)
        {
            throw Refuse(refused, request.HttpContext);
        }
    }

    /// <summary>Writes down and counts what is refused before it is known what is asked for, or by whose key.</summary>
    /// <returns>What it is refused with: that, or that there was too much of it.</returns>
    internal SignatureException Refuse(SignatureException refused, HttpContext http)
    {
        var source = FailureLimiter.SourceOf(http.Connection.RemoteIpAddress);
        if (!limiter.Allows(source)) refused = new SignatureException(SignatureFault.Throttled);
        else limiter.Failed(source, key: null, isKnownKey: false);
        refusals.Write(refused, accessKeyId: null, http.Connection.RemoteIpAddress);
        return refused;
    }

    /// <summary>Verifies a request whose operation is known.</summary>
    /// <returns>The request, with its body where that had to be read.</returns>
    /// <exception cref="SignatureException">It is not signed, or not rightly.</exception>
    internal async ValueTask<VerifiedRequest> VerifyAsync(WireRequest request)
    {
        var http = request.Http;
        SignatureClaim? claim = null;
        AccessKey? key = null;
        var source = FailureLimiter.SourceOf(http.Connection.RemoteIpAddress);
        try
        {
            var service = request.Operation.Service.Model.SigningName;
            var rules = SigningRules.Of(service);
            claim = SignatureClaim.Read(http.Request, request.Target.Query);
            if (!limiter.Allows(source, claim.AccessKeyId))
                throw new SignatureException(SignatureFault.Throttled);
            key = keys.Find(claim.AccessKeyId, claim.SecurityToken);
            ClaimChecks.Check(claim, http.Request, service, rules, clock.GetUtcNow());
            ClaimChecks.Check(key, claim, clock.GetUtcNow());

            var payload = Payload.Of(claim, http.Request, request.Target.Query, rules.IsS3);
            if (payload.Kind == PayloadKind.Computed)
            {
                RequestBody.CheckLength(http.Request, request.Operation);
                request = request with { Body = await RequestBody.ReadAsync(request, http.RequestAborted) };
            }
            var signingKey = VerifySignature(request, claim, key!, payload, rules);
            request = await BindBodyAsync(request, claim, signingKey, payload, rules);
            CountUse(claim);
            limiter.Succeeded(source, claim.AccessKeyId);
            return new VerifiedRequest(request, key!.Principal, claim.Region);
        }
        catch (SignatureException refused) when (refused.Fault != SignatureFault.Missing)
        {
            if (refused.Fault != SignatureFault.Throttled) limiter.Failed(source, claim?.AccessKeyId, key is not null);
            refusals.Write(refused, claim?.AccessKeyId, http.Connection.RemoteIpAddress);
            throw;
        }
    }

    private byte[] VerifySignature(WireRequest request, SignatureClaim claim, AccessKey key, Payload payload, SigningRules rules)
    {
        Span<byte> hash = stackalloc byte[SigningMath.HexSize];
        using var canonical = new PooledBuffer();
        CanonicalRequest.Write(request.Http.Request, request.Target, claim, rules.IsS3, payload.Declared, request.Body, canonical);
        SigningMath.Hash(canonical.Written.Span, hash);

        var signingKey = signingKeys.Get(key, claim);
        Span<byte> right = stackalloc byte[SigningMath.HexSize];
        SigningMath.Sign(signingKey, "AWS4-HMAC-SHA256"u8, claim, hash, right);
        if (!SigningMath.AreSame(right, claim.Signature))
            throw new SignatureException(SignatureFault.Mismatch);
        signingKeys.Keep(key, claim, signingKey);
        return signingKey;
    }

    /// <summary>Checks the body against the signature, now or, where it may be long, while it is read.</summary>
    private static async ValueTask<WireRequest> BindBodyAsync(
        WireRequest request, SignatureClaim claim, byte[] signingKey, Payload payload, SigningRules rules)
    {
        switch (payload.Kind)
        {
            case PayloadKind.Hashed when rules.IsS3:
                SignedBody.ReplaceHashed(request.Http, payload.Declared);
                return request;
            case PayloadKind.Hashed:
                RequestBody.CheckLength(request.Http.Request, request.Operation);
                var body = await RequestBody.ReadAsync(request, request.Http.RequestAborted);
                SignedBody.Check(body, payload.Declared);
                return request with { Body = body };
            case PayloadKind.Chunks or PayloadKind.ChunksAndTrailer or PayloadKind.UnsignedChunksAndTrailer:
                SignedBody.ReplaceChunked(request.Http, claim, signingKey, payload.Kind);
                return request;
            default:
                return request;
        }
    }

    private void CountUse(SignatureClaim claim)
    {
        if (claim.IsPresigned)
            return;
        var uses = replays.Count(claim.Signature);
        if (uses > 1) refusals.Replayed(claim.AccessKeyId, uses);
        if (uses > ReplayGuard.MaxUses)
            throw new SignatureException(SignatureFault.Throttled);
    }
}

/// <summary>A request whose signature is right.</summary>
/// <param name="Request">It, with its body where that has been read.</param>
/// <param name="Principal">Who signed it.</param>
/// <param name="Region">What region it was signed for.</param>
internal readonly record struct VerifiedRequest(WireRequest Request, Principal Principal, string Region);
