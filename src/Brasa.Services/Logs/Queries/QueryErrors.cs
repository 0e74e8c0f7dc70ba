using Brasa.Contracts.Logs;

namespace Brasa.Services.Logs.Queries;

/// <summary>What is said of queries that are not there, or no longer run.</summary>
internal static class QueryErrors
{
    public static ResourceNotFoundException NoQuery => new("The specified query does not exist.");

    public static InvalidParameterException NotRunning => LogErrors.Invalid("The specified query is not running.");
}
