using Brasa.Contracts.Logs;
using Brasa.Core.Operations;
using Brasa.Services.Logs.Groups;

namespace Brasa.Services.Logs.LiveTail;

/// <summary>Sends what is stored in log groups as it comes.</summary>
internal sealed class StartLiveTail(LogGroups groups, LiveTails tails, IAuthorizer authorizer, TimeProvider clock)
    : IOperation<StartLiveTailRequest, StartLiveTailResponse>
{
    public Task<StartLiveTailResponse> HandleAsync(StartLiveTailRequest request, RequestContext context, CancellationToken ct)
    {
        var keys = request.LogGroupIdentifiers.Select(identifier => LogGroups.KeyOf(context, LogGroups.NameOf(context, identifier))).ToHashSet();
        foreach (var key in keys) authorizer.Authorize("logs:StartLiveTail", LogResources.OfGroup(context, key.Name), context);
        foreach (var key in keys) groups.Get(key);

        if (request is { LogStreamNames: not null, LogStreamNamePrefixes: not null }) throw LogErrors.Invalid("logStreamNames and logStreamNamePrefixes cannot both be specified.");
        if (keys.Count > 1 && (request.LogStreamNames ?? request.LogStreamNamePrefixes) is not null)
            throw LogErrors.Invalid("Log stream names and prefixes can be specified for one log group only.");
        var pattern = Filters.Read(request.LogEventFilterPattern);
        if (tails.CountOf(context.Account, context.Region) >= LiveTails.Most) throw LogErrors.TooMany;

        var start = new LiveTailSessionStart
        {
            RequestId = context.RequestId,
            SessionId = Guid.NewGuid().ToString(),
            LogGroupIdentifiers = request.LogGroupIdentifiers,
            LogStreamNames = request.LogStreamNames ?? [],
            LogStreamNamePrefixes = request.LogStreamNamePrefixes ?? [],
            LogEventFilterPattern = request.LogEventFilterPattern ?? "",
        };
        var selection = new LiveTailSelection(keys, request.LogStreamNames?.ToHashSet(StringComparer.Ordinal), request.LogStreamNamePrefixes, pattern);
        var session = new LiveTailSession(context.Account, context.Region, selection, start, tails, clock);
        return Task.FromResult(new StartLiveTailResponse { ResponseStream = session.RunAsync(ct) });
    }
}
