using System.Collections.ObjectModel;
using System.Net;
using Brasa.Core.Identity;

namespace Brasa.Core.Operations;

/// <summary>What every operation knows about the request it serves.</summary>
public sealed record RequestContext
{
    /// <summary>The account of callers that name none.</summary>
    public const string DefaultAccount = "000000000000";

    /// <summary>The region of requests that are not signed for one.</summary>
    public const string DefaultRegion = "us-east-1";

    /// <summary>The request id, a lower-case UUID; also in the response's <c>x-amzn-RequestId</c>.</summary>
    public required string RequestId { get; init; }

    /// <summary>The account whose resources are meant, 12 digits.</summary>
    public required string Account { get; init; }

    /// <summary>The region of the credential scope.</summary>
    public required string Region { get; init; }

    /// <summary>Who is asking.</summary>
    public required Principal Principal { get; init; }

    /// <summary>Scheme, host and port at which the caller reached this server, with no trailing slash; URLs handed out begin with it.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Where the request came from; <c>null</c> where that is no machine of a network, as a sandbox is none.</summary>
    public IPAddress? SourceAddress { get; init; }

    /// <summary>What the caller's program says of itself; <c>null</c> where it says nothing.</summary>
    public string? UserAgent { get; init; }

    /// <summary>The page that the request says to come from; <c>null</c> where it names none.</summary>
    public string? Referer { get; init; }

    /// <summary>What an operation knows of its request beside this, for the conditions of policies: values by key, as <c>sts:ExternalId</c>.</summary>
    public IReadOnlyDictionary<string, string[]> Conditions { get; init; } = ReadOnlyDictionary<string, string[]>.Empty;

    /// <summary>The request's <c>X-Amzn-Trace-Id</c>, as it came; <c>null</c> where it has none.</summary>
    public string? TraceHeader { get; init; }

    /// <summary>When the request arrived.</summary>
    public required DateTimeOffset Time { get; init; }
}
