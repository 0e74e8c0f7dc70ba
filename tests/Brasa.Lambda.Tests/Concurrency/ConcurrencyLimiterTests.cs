using Brasa.Contracts.Lambda;
using Brasa.Lambda.Concurrency;
using Brasa.Lambda.Functions;
using Brasa.Lambda.Tests.Fakes;
using Brasa.Lambda.Versions;

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

        Admit("other");
        IsRefused("other", ThrottleReason.ConcurrentInvocationLimitExceeded);
        Admit("reserved");
        Admit("reserved");
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
        var before = Admit("hello");
        await functions.Store.UpdateAsync(StoredFunctions.Hello, function => function with { ReservedConcurrency = 1 }, CancellationToken.None);

        IsRefused("hello", ThrottleReason.ReservedFunctionConcurrentInvocationLimitExceeded);
        before.Dispose();
        Admit("hello");
        await functions.AddAsync("other");
        Admit("other");
        Admit("other");
        IsRefused("other", ThrottleReason.ConcurrentInvocationLimitExceeded);
    }

    [Fact]
    public async Task What_is_provisioned_for_a_version_is_its_own_and_more_of_it_is_taken_from_what_is_left_for_all()
    {
        await functions.AddAsync("hello");
        await functions.AddAsync("other");
        await functions.Store.UpdateAsync(StoredFunctions.Hello, function => Publishing.Publish(function, null, DateTimeOffset.UnixEpoch, out _)
            with { Provisioned = function.Provisioned.Add("1", new ProvisionedConcurrency(1, DateTimeOffset.UnixEpoch)) }, CancellationToken.None);

        Admit("other");
        Admit("other");
        IsRefused("other", ThrottleReason.ConcurrentInvocationLimitExceeded);
        Admit("hello", "1").Dispose();
        Admit("hello", "1");
        IsRefused("hello", ThrottleReason.ConcurrentInvocationLimitExceeded);
    }

    [Fact]
    public async Task Who_does_not_wait_leaves_a_part_to_those_who_do()
    {
        using var ten = new ConcurrencyLimiter(10, functions.Store);
        await functions.AddAsync("hello");
        var function = Get("hello");
        for (var i = 0; i < 9; i++) ten.Admit(function, function.Latest, isAsynchronous: true);
        Assert.Throws<TooManyRequestsException>(() => ten.Admit(function, function.Latest, isAsynchronous: true));
        ten.Admit(function, function.Latest);
    }

    public void Dispose()
    {
        limiter.Dispose();
        functions.Dispose();
    }

    private Function Get(string name) => functions.Store.GetFunction(new FunctionReference(StoredFunctions.Hello.Key with { Name = name }, null));

    private ConcurrencyLimiter.Admission Admit(string name, string? qualifier = null)
    {
        var function = Get(name);
        return limiter.Admit(function, function.Find(qualifier)!);
    }

    private void IsRefused(string name, ThrottleReason reason)
    {
        var refused = Assert.Throws<TooManyRequestsException>(() => Admit(name));
        Assert.Equal((reason, "Rate Exceeded.", "1"), (refused.Reason!.Value, refused.Message, refused.RetryAfterSeconds));
    }
}
