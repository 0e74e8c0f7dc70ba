using System.Text;
using Brasa.Contracts.Lambda;
using Brasa.Core.Events;
using Brasa.Core.Identity;
using Brasa.Core.Operations;
using Brasa.Lambda.Aliases;
using Brasa.Lambda.Concurrency;
using Brasa.Lambda.Environments;
using Brasa.Lambda.FileSystems;
using Brasa.Lambda.Functions;
using Brasa.Lambda.Invocation;
using Brasa.Lambda.Networks;
using Brasa.Lambda.Permissions;
using Brasa.Lambda.Tests.Fakes;
using Brasa.Sandbox;
using Brasa.Services.Iam;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Brasa.Lambda.Tests.Invocation;

public sealed class FunctionTargetTests : IAsyncLifetime
{
    private const string Account = "123456789012";
    private const string Hello = $"arn:aws:lambda:eu-west-1:{Account}:function:hello";
    private const string Group = $"arn:aws:logs:eu-west-1:{Account}:log-group:/app:*";

    private static readonly EventSource Source = new("logs.amazonaws.com", Group, Account);
    private static readonly RequestContext Context = new()
    {
        RequestId = "request", Account = Account, Region = "eu-west-1", Principal = new AccountPrincipal(Account), Endpoint = "http://localhost:4566", Time = DateTimeOffset.UnixEpoch,
    };

    private readonly FakeTimeProvider clock = new();
    private readonly StoredFunctions functions = new();
    private readonly FakeLauncher launcher;
    private readonly EnvironmentPools pools;
    private readonly ConcurrencyLimiter limiter;
    private IamService iam = null!;
    private FunctionTarget target = null!;

    public FunctionTargetTests()
    {
        launcher = new FakeLauncher(clock);
        limiter = new ConcurrencyLimiter(1_000, functions.Store);
        pools = new EnvironmentPools(launcher, clock, () => new HostMemory(1L << 34, 1L << 33), NullLogger.Instance);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        iam = await IamService.StartAsync(functions.Resources, null!, clock, CancellationToken.None);
        var runner = new FunctionRunner(new AccessPoints(new Dictionary<string, SharedDirectory>()), new DeclaredNetworks([]), new Dispatcher(pools, limiter));
        target = new FunctionTarget(functions.Store, iam.ResourcePolicies, PolicyOf, runner, clock, NullLogger<FunctionTarget>.Instance);
        await functions.AddAsync("hello");
    }

    public async ValueTask DisposeAsync()
    {
        await pools.DisposeAsync();
        limiter.Dispose();
        iam.Dispose();
        functions.Dispose();
    }

    [Fact]
    public async Task An_event_comes_to_the_function_and_its_answer_back()
    {
        await PermitAsync();

        var delivery = target.DeliverAsync(Hello, "[1]"u8.ToArray(), Source, Cancellation);
        var invocation = await TakeAsync();
        Assert.Equal("[1]", Encoding.UTF8.GetString(invocation.Payload.Span));
        Assert.Equal(Hello, invocation.InvokedArn);
        launcher.Started[0].Runtime.TryAnswer(invocation.RequestId, Sample.Answer("42"));

        var result = await delivery;
        Assert.Equal((DeliveryOutcome.Delivered, "42"), (result.Outcome, Encoding.UTF8.GetString(result.Payload.Span)));
    }

    [Fact]
    public async Task What_a_function_fails_with_is_told()
    {
        await PermitAsync();

        var delivery = target.DeliverAsync(Hello, "{}"u8.ToArray(), Source, Cancellation);
        var invocation = await TakeAsync();
        launcher.Started[0].Runtime.TryAnswer(invocation.RequestId, new InvocationOutcome.FunctionError("{\"errorType\":\"Oops\"}"u8.ToArray(), "Oops"));

        var result = await delivery;
        Assert.Equal((DeliveryOutcome.FunctionError, "{\"errorType\":\"Oops\"}"), (result.Outcome, Encoding.UTF8.GetString(result.Payload.Span)));
    }

    [Fact]
    public async Task Who_waits_no_longer_goes_and_the_function_runs_to_its_end()
    {
        await PermitAsync();
        using var impatient = new CancellationTokenSource();

        var delivery = target.DeliverAsync(Hello, "{}"u8.ToArray(), Source, impatient.Token);
        var invocation = await TakeAsync();
        await impatient.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delivery);
        Assert.True(launcher.Started[0].Runtime.TryAnswer(invocation.RequestId, Sample.Answer()));
    }

    [Fact]
    public async Task A_service_of_the_same_account_needs_a_permission_too()
    {
        await ExpectAsync(DeliveryOutcome.AccessDenied);

        await PermitAsync(principal: "sns.amazonaws.com");
        await ExpectAsync(DeliveryOutcome.AccessDenied);

        await PermitAsync(action: "lambda:GetFunction");
        await ExpectAsync(DeliveryOutcome.AccessDenied);

        await PermitAsync();
        Assert.True(target.Accepts(Hello, Source));
    }

    [Theory]
    [InlineData(Group, Account, true)]
    [InlineData(Group, null, true)]
    [InlineData(null, Account, true)]
    [InlineData($"arn:aws:logs:*:{Account}:log-group:/a*", null, true)]
    [InlineData("arn:aws:logs:*:*:*", null, true)]
    [InlineData($"arn:aws:logs:eu-west-1:{Account}:log-group:/other:*", null, false)]
    [InlineData($"arn:aws:logs:us-east-1:{Account}:*", null, false)]
    [InlineData(Group, "444455556666", false)]
    [InlineData(null, "444455556666", false)]
    public async Task A_permission_is_for_the_sources_that_it_names(string? sourceArn, string? sourceAccount, bool isFor)
    {
        await PermitAsync(sourceArn: sourceArn, sourceAccount: sourceAccount);

        Assert.Equal(isFor, target.Accepts(Hello, Source));
        if (!isFor) await ExpectAsync(DeliveryOutcome.AccessDenied);
    }

    [Fact]
    public async Task An_organization_and_a_token_are_nobody_s()
    {
        await PermitAsync(change: request => request with { PrincipalOrgID = "o-a1b2c3d4e5" });
        await PermitAsync(principal: "*", change: request => request with { EventSourceToken = "token" });

        await ExpectAsync(DeliveryOutcome.AccessDenied);
    }

    [Fact]
    public async Task A_permission_for_everybody_is_for_services_too()
    {
        await PermitAsync(principal: "*");

        Assert.True(target.Accepts(Hello, Source));
    }

    [Fact]
    public async Task An_alias_has_permissions_of_its_own()
    {
        await PublishAsync();
        await PermitAsync();
        await ExpectAsync(DeliveryOutcome.AccessDenied, $"{Hello}:live");

        await PermitAsync("live");
        Assert.True(target.Accepts($"{Hello}:live", Source));
        Assert.False(target.Accepts($"{Hello}:1", Source));

        var delivery = target.DeliverAsync($"{Hello}:live", "{}"u8.ToArray(), Source, Cancellation);
        var invocation = await TakeAsync();
        Assert.Equal(("1", $"{Hello}:live"), (launcher.Started[0].Function.Version, invocation.InvokedArn));
        launcher.Started[0].Runtime.TryAnswer(invocation.RequestId, Sample.Answer());
        Assert.Equal(DeliveryOutcome.Delivered, (await delivery).Outcome);
    }

    [Fact]
    public async Task A_permission_that_is_taken_back_is_none()
    {
        await PermitAsync();
        await functions.Store.UpdateAsync(StoredFunctions.Hello, function => function.WithPolicy(null, null), Cancellation);

        await ExpectAsync(DeliveryOutcome.AccessDenied);
    }

    [Theory]
    [InlineData($"arn:aws:lambda:eu-west-1:{Account}:function:other")]
    [InlineData($"arn:aws:lambda:us-east-1:{Account}:function:hello")]
    [InlineData("arn:aws:lambda:eu-west-1:444455556666:function:hello")]
    [InlineData($"{Hello}:1")]
    [InlineData($"{Hello}:nowhere")]
    [InlineData($"{Hello}:")]
    [InlineData($"{Hello}:live:more")]
    [InlineData($"arn:aws-cn:lambda:eu-west-1:{Account}:function:hello")]
    [InlineData($"arn:aws:sqs:eu-west-1:{Account}:function:hello")]
    [InlineData($"arn:aws:lambda:eu-west-1:{Account}:layer:hello")]
    [InlineData("hello")]
    [InlineData("")]
    public async Task What_is_no_function_is_not_found(string arn)
    {
        await PermitAsync();

        await ExpectAsync(DeliveryOutcome.NotFound, arn);
    }

    [Fact]
    public async Task Where_the_function_s_concurrency_is_used_up_it_may_be_tried_again()
    {
        await PermitAsync();
        await functions.Store.UpdateAsync(StoredFunctions.Hello, function => function with { ReservedConcurrency = 0 }, Cancellation);

        await ExpectAsync(DeliveryOutcome.Throttled, isAccepted: true);
    }

    [Fact]
    public async Task A_machine_that_starts_no_sandbox_has_failed()
    {
        await PermitAsync();
        launcher.Failure = new SandboxException("No space left on device");

        await ExpectAsync(DeliveryOutcome.Failed, isAccepted: true);
    }

    private async Task ExpectAsync(DeliveryOutcome outcome, string arn = Hello, bool isAccepted = false)
    {
        Assert.Equal(isAccepted, target.Accepts(arn, Source));
        var result = await target.DeliverAsync(arn, "{}"u8.ToArray(), Source, Cancellation);
        Assert.Equal((outcome, 0), (result.Outcome, result.Payload.Length));
    }

    private async Task PermitAsync(
        string? qualifier = null, string principal = "logs.amazonaws.com", string action = "lambda:InvokeFunction", string? sourceArn = null, string? sourceAccount = null,
        Func<AddPermissionRequest, AddPermissionRequest>? change = null)
    {
        var request = new AddPermissionRequest
        {
            FunctionName = "hello", Qualifier = qualifier, StatementId = $"s{Guid.NewGuid():N}", Principal = principal, Action = action, SourceArn = sourceArn, SourceAccount = sourceAccount,
        };
        await new AddPermission(functions.Store).HandleAsync(change is null ? request : change(request), Context, Cancellation);
    }

    private Task<Function> PublishAsync() => functions.Store.UpdateAsync(StoredFunctions.Hello, function => function with
    {
        Versions = function.Versions.Add(1, function.Latest with { Version = "1" }),
        Aliases = function.Aliases.Add("live", new Alias("live", "1", "", Second: null, "revision")),
    }, Cancellation);

    /// <summary>What the function's runtime is given, once it has asked.</summary>
    private async Task<PendingInvocation> TakeAsync() => await launcher.Started[0].Runtime.NextAsync()!;

    private string? PolicyOf(FunctionReference reference) => functions.Store.Find(reference.Key)?.PolicyOf(reference.Qualifier)?.ToDocument();
}
