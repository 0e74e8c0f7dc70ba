using Brasa.Core.Operations;

namespace Brasa.Services.Logs.Groups;

/// <summary>What keys can be said to encrypt: log groups. The results of queries are kept nowhere that a key could be for.</summary>
internal static class KeyedGroups
{
    public static string NameOf(RequestContext context, string? name, string? resource)
    {
        if (resource?.Contains(":query-result:", StringComparison.Ordinal) is true) throw LogErrors.Unsupported("A key for the results of queries");
        return (name, resource) switch
        {
            ({ } given, null) => given,
            (null, { } given) => LogGroups.NameOf(context, given),
            _ => throw LogErrors.Invalid("Exactly one of logGroupName and resourceIdentifier must be specified."),
        };
    }
}
