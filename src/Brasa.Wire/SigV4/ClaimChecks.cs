using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Brasa.Core.Identity;
using Microsoft.AspNetCore.Http;

namespace Brasa.Wire.SigV4;

/// <summary>What can be told of a signature without computing it: time, scope, signed headers, and whether its key may be used.</summary>
internal static class ClaimChecks
{
    private const int MaxRegionLength = 32;
    private const string AmazonDomain = ".amazonaws.com";

    private static readonly SearchValues<char> RegionCharacters = SearchValues.Create("-0123456789abcdefghijklmnopqrstuvwxyz");

    public static void Check(SignatureClaim claim, HttpRequest request, string service, SigningRules rules, DateTimeOffset now)
    {
        CheckTime(claim, rules, now);
        CanonicalHeaders.Check(claim, request.Headers, rules.IsS3);
        CheckScope(claim, request.Host.Host, service);
    }

    public static void Check(AccessKey? key, SignatureClaim claim, DateTimeOffset now)
    {
        if (key is not { IsActive: true })
            throw new SignatureException(SignatureFault.UnknownKey);
        if (key.Expiry <= now)
            throw new SignatureException(SignatureFault.ExpiredToken);
        if (key.SessionToken is null ? claim.SecurityToken is not null : claim.SecurityToken is null || !AreSame(key.SessionToken, claim.SecurityToken))
            throw new SignatureException(SignatureFault.InvalidToken);
    }

    private static void CheckTime(SignatureClaim claim, SigningRules rules, DateTimeOffset now)
    {
        var skew = rules.Skew;
        if (claim.Time > now + skew)
            throw new SignatureException(
                claim.IsPresigned ? SignatureFault.OutsideValidity : SignatureFault.Skewed,
                $"Signature not yet current: {claim.Timestamp} is still later than {Text(now + skew)} ({Text(now)} + {skew.TotalMinutes:0} min.)");
        if (claim.Validity is { } validity)
        {
            if (claim.Time + validity < now)
                throw new SignatureException(SignatureFault.OutsideValidity, $"Signature expired: {Text(claim.Time + validity)} is now earlier than {Text(now)}");
        }
        else if (claim.Time < now - skew)
        {
            throw new SignatureException(
                SignatureFault.Skewed,
                $"Signature expired: {claim.Timestamp} is now earlier than {Text(now - skew)} ({Text(now)} - {skew.TotalMinutes:0} min.)");
        }
    }

    private static void CheckScope(SignatureClaim claim, string host, string service)
    {
        var region = RegionOf(host);
        var isRegion = claim.Region.Length is > 0 and <= MaxRegionLength && !claim.Region.AsSpan().ContainsAnyExcept(RegionCharacters)
            && (region.IsEmpty || region.SequenceEqual(claim.Region));
        var wrong = (isRegion ? "" : "Credential should be scoped to a valid region. ")
            + (claim.Service == service ? "" : WrongService(service))
            + (claim.Term == SignatureClaim.Terminator ? "" : "Credential should be scoped with a valid terminator: 'aws4_request'. ")
            + (claim.Timestamp.AsSpan(0, 8).SequenceEqual(claim.Date)
                ? ""
                : $"Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '{claim.Date}' != "
                    + $"'{claim.Timestamp[..8]}', from '{claim.Timestamp}'. ");
        if (wrong.Length > 0)
            throw new SignatureException(SignatureFault.Scope, wrong);
    }

    public static string WrongService(string service) => $"Credential should be scoped to correct service: '{service}'. ";

    /// <summary>The region that a host names, as <c>lambda.eu-west-1.amazonaws.com</c> does; empty where it names none.</summary>
    private static ReadOnlySpan<char> RegionOf(ReadOnlySpan<char> host)
    {
        if (!host.EndsWith(AmazonDomain, StringComparison.OrdinalIgnoreCase))
            return default;
        var labels = host[..^AmazonDomain.Length];
        var last = labels[(labels.LastIndexOf('.') + 1)..];
        return last.Count('-') >= 2 && char.IsAsciiDigit(last[^1]) && !last.StartsWith("s3-") ? last : default;
    }

    private static bool AreSame(string left, string right) =>
        CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(left.AsSpan()), MemoryMarshal.AsBytes(right.AsSpan()));

    private static string Text(DateTimeOffset time) => time.ToString(SignatureClaim.TimeFormat, CultureInfo.InvariantCulture);
}
