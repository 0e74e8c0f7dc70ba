using Brasa.Contracts.Lambda;
using Brasa.Lambda.Concurrency;
using Brasa.Lambda.Functions;
using Brasa.Lambda.Tests.Fakes;

namespace Brasa.Lambda.Tests.Concurrency;

public sealed class ConcurrencyLimiterTests : IDisposable
{
    private readonly StoredFunctions functions = new();
    private readonly ConcurrencyLimiter limiter;

    public ConcurrencyLimiterTests() => limiter = new ConcurrencyLimiter(3, functions.Store);

    [Fact]
    public async Task What_is_reserved_for_one_function_is_not_there_for_the_others()
    {
        await functions.AddAsync("reserved", reserved: 2);
        await functions.AddAsync("other");

        limiter.Admit(Get("other"));
        IsRefused("other", ThrottleReason.ConcurrentInvocationLimitExceeded);
        limiter.Admit(Get("reserved"));
        limiter.Admit(Get("reserved"));
        IsRefused("reserved", ThrottleReason.ReservedFunctionConcurrentInvocationLimitExceeded);
    }

    [Fact]
    public async Task Nothing_reserved_stops_a_function()
    {
        await functions.AddAsync("stopped", reserved: 0);
        IsRefused("stopped", ThrottleReason.ReservedFunctionConcurrentInvocationLimitExceeded);
    }

    [Fact]
    public async Task A_place_is_given_back_to_where_it_was_taken_whatever_is_reserved_since()
    {
        await functions.AddAsync("hello");
        var before = limiter.Admit(Get("hello"));
        await functions.Store.UpdateAsync(StoredFunctions.Hello, function => function with { ReservedConcurrency = 1 }, CancellationToken.None);

        IsRefused("hello", ThrottleReason.ReservedFunctionConcurrentInvocationLimitExceeded);
        before.Dispose();
        limiter.Admit(Get("hello"));
        await functions.AddAsync("other");
        limiter.Admit(Get("other"));
        limiter.Admit(Get("other"));
        IsRefused("other", ThrottleReason.ConcurrentInvocationLimitExceeded);
    }

    public void Dispose() => functions.Dispose();

    private Function Get(string name) => functions.Store.GetFunction(new FunctionReference(StoredFunctions.Hello.Key with { Name = name }, null));

    private void IsRefused(string name, ThrottleReason reason)
    {
        var refused = Assert.Throws<TooManyRequestsException>(() => limiter.Admit(Get(name)));
        Assert.Equal((reason, "Rate Exceeded.", "1"), (refused.Reason!.Value, refused.Message, refused.RetryAfterSeconds));
    }
}
