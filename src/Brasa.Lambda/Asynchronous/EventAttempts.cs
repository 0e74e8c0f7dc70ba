using Brasa.Contracts.Lambda;
using Brasa.Core.Queues;
using Brasa.Lambda.Functions;
using Brasa.Lambda.Invocation;
using Brasa.Lambda.Metering;
using Microsoft.Extensions.Logging;
using FunctionVersion = Brasa.Lambda.Functions.FunctionVersion;

namespace Brasa.Lambda.Asynchronous;

/// <summary>Runs an event on a version of a function.</summary>
internal delegate Task<InvocationOutcome> RunInvocation(Function function, FunctionVersion version, PendingInvocation invocation);

/// <summary>One attempt with an event: what its function and its settings are at that moment, and what the outcome means.</summary>
/// <param name="functions">The functions.</param>
/// <param name="store">Where payloads are that are not in memory.</param>
/// <param name="cache">Where the others are.</param>
/// <param name="run">Runs them.</param>
/// <param name="time">Time.</param>
/// <param name="log">Told of what is lost or fails.</param>
/// <param name="stopping">Set when the server ends: outcomes are not those of functions then.</param>
internal sealed class EventAttempts(
    FunctionStore functions, IMessageStore store, PayloadCache cache, RunInvocation run, EventTime time, ILogger log, CancellationToken stopping)
{
    private const int Ok = 200;
    private const int NotFound = 404;
    private const int Throttled = 429;
    private const int ServerError = 500;

    /// <summary>When an event becomes too old, by what is said of its function now.</summary>
    public TimeSpan ExpiryOf(FunctionKey key, PendingEvent one) =>
        one.AcceptedAt + (functions.Find(key)?.EventConfigOf(one.Stored.Qualifier) ?? EventInvokeConfig.Default).Age;

    /// <summary>Keeps nothing of an event in memory any more.</summary>
    public void Forget(PendingEvent one) => cache.Take(one);

    /// <summary>Makes one attempt.</summary>
    /// <param name="key">The function.</param>
    /// <param name="one">The event; the caller has it for itself.</param>
    /// <param name="released">Called when its place among the concurrent invocations is free again, if it had one.</param>
    public async Task<EventVerdict> TryAsync(FunctionKey key, PendingEvent one, Action released)
    {
        if (stopping.IsCancellationRequested) return new EventVerdict.Left();
        if (functions.Find(key) is not { } function)
        {
            Forget(one);
            return new EventVerdict.Gone();
        }

        if ((cache.Take(one) ?? store.ReadBody(one.Id)) is not { } payload) return new EventVerdict.Gone();

        var stored = one.Stored;
        var config = function.EventConfigOf(stored.Qualifier);
        EventVerdict End(EventCondition condition, FunctionVersion? version, ReadOnlyMemory<byte>? response, int status) =>
            new EventVerdict.Over(new EventEnding(condition, function, version ?? function.Latest, payload, response, status));

        var version = function.Route(stored.Qualifier, Random.Shared.NextDouble());
        if (version is null) return End(EventCondition.RetriesExhausted, null, null, NotFound);
        if (function.ReservedConcurrency == 0) return End(EventCondition.ZeroReservedConcurrency, version, null, Throttled);
        var expiry = one.AcceptedAt + config.Age;
        if (time.Now >= expiry) return End(EventCondition.EventAgeExceeded, version, null, one.Failures > 0 ? ServerError : Throttled);

        InvocationOutcome outcome;
        try
        {
            // What follows is long for the thread that an outcome comes on, which serves a socket.
            outcome = await run(function, version, Invocation(key, stored, payload, released)).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }
        catch (TooManyRequestsException)
        {
            cache.Keep(one, payload);
            return new EventVerdict.Throttled();
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            return new EventVerdict.Left();
        }
        catch (Exception failure)
        {
            log.AttemptFailed(failure, key.Arn, stored.RequestId);
            cache.Keep(one, payload);
            return new EventVerdict.Failed();
        }

        if (stopping.IsCancellationRequested) return new EventVerdict.Left();
        one.Failures = 0;
        one.Stored = stored with { Attempts = stored.Attempts + 1 };
        var response = OutcomeText.Payload(stored.RequestId, outcome);
        if (outcome is InvocationOutcome.Completed) return End(EventCondition.Success, version, response, Ok);
        if (one.Stored.Attempts > config.Retries) return End(EventCondition.RetriesExhausted, version, response, Ok);

        var delay = EventRules.DelayAfter(one.Stored.Attempts);
        if (time.Now + delay >= expiry) return End(EventCondition.EventAgeExceeded, version, response, Ok);
        cache.Keep(one, payload);
        return new EventVerdict.Again(delay);
    }

    private static PendingInvocation Invocation(FunctionKey key, StoredEvent stored, ReadOnlyMemory<byte> payload, Action released) => new()
    {
        RequestId = stored.RequestId,
        Payload = payload,
        InvokedArn = new FunctionReference(key, stored.Qualifier).Arn,
        Tenant = stored.Tenant,
        TraceId = stored.TraceId,
        IsAsynchronous = true,
        ExtraRequests = AsynchronousCharge.ExtraRequestsOf(payload.Length),
        Released = released,
    };
}
