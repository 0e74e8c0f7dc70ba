using Brasa.Contracts.Sqs;
using Brasa.Core.Identity;
using Brasa.Core.Operations;
using Brasa.Services.Sqs.Delivery;

namespace Brasa.Services.Sqs;

/// <summary>The queue that a request names by its URL, in every form that clients send: of any host, a path alone, or the queue's name.</summary>
internal static class QueueUrls
{
    private const string AwsDomain = ".amazonaws.com";

    /// <exception cref="InvalidAddressException">It is no URL of a queue, or one of another region.</exception>
    public static QueueName Parse(string url, RequestContext context)
    {
        ArgumentNullException.ThrowIfNull(url);
        var path = url;
        if (url.Contains("://", StringComparison.Ordinal))
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || IsOfAnotherRegion(address.Host, context.Region)) throw NotHere(url);
            path = address.AbsolutePath;
        }

        return path.Trim('/').Split('/') switch
        {
            [var name] when name.Length > 0 => new QueueName(context.Account, context.Region, name),
            [.., var account, var name] when Arn.IsAccount(account) && name.Length > 0 => new QueueName(account, context.Region, name),
            _ => throw NotHere(url),
        };
    }

    /// <remarks>Hosts are <c>sqs.REGION.amazonaws.com</c>, <c>REGION.queue.amazonaws.com</c> and <c>queue.amazonaws.com</c>, which is of us-east-1.</remarks>
    private static bool IsOfAnotherRegion(string host, string region)
    {
        if (!host.EndsWith(AwsDomain, StringComparison.OrdinalIgnoreCase)) return false;
        return host[..^AwsDomain.Length].Split('.') switch
        {
            ["sqs" or "sqs-fips", var named] => named != region,
            [var named, "queue"] => named != region,
            ["queue" or "sqs"] => region != RequestContext.DefaultRegion,
            _ => false,
        };
    }

    private static InvalidAddressException NotHere(string url) => new($"The address {url} is not valid for this endpoint.");
}
