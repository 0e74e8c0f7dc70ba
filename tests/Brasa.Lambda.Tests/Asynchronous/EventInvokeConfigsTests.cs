using Brasa.Contracts.Lambda;
using Brasa.Core.Errors;
using Brasa.Core.Events;
using Brasa.Core.Identity;
using Brasa.Core.Operations;
using Brasa.Lambda.Asynchronous;
using Brasa.Lambda.Functions;
using Brasa.Lambda.Tests.Fakes;

namespace Brasa.Lambda.Tests.Asynchronous;

public sealed class EventInvokeConfigsTests : IAsyncLifetime
{
    private const string Queue = "arn:aws:sqs:eu-west-1:123456789012:done";

    private static readonly RequestContext Context = new()
    {
        RequestId = "request", Account = "123456789012", Region = "eu-west-1", Principal = new AccountPrincipal("123456789012"), Endpoint = "http://localhost:4566", Time = DateTimeOffset.UnixEpoch,
    };

    private readonly StoredFunctions functions = new();
    private readonly DestinationRegistry destinations = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        destinations.Register("sqs", new FakeDestination());
        destinations.Register("lambda", new FakeDestination());
        await functions.AddAsync("hello");
    }

    public ValueTask DisposeAsync()
    {
        functions.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Put_replaces_all_and_update_what_it_names()
    {
        var put = await PutAsync(new() { FunctionName = "hello", MaximumRetryAttempts = 1, DestinationConfig = new() { OnSuccess = new() { Destination = Queue } } });
        Assert.Equal("arn:aws:lambda:eu-west-1:123456789012:function:hello:$LATEST", put.FunctionArn);
        Assert.Equal((1, null, Queue, null), (put.MaximumRetryAttempts, put.MaximumEventAgeInSeconds, put.DestinationConfig!.OnSuccess!.Destination, put.DestinationConfig.OnFailure!.Destination));

        var updated = await UpdateAsync(new() { FunctionName = "hello", Qualifier = "$LATEST", MaximumEventAgeInSeconds = 60 });
        Assert.Equal((1, 60, Queue), (updated.MaximumRetryAttempts, updated.MaximumEventAgeInSeconds, updated.DestinationConfig!.OnSuccess!.Destination));
        updated = await UpdateAsync(new() { FunctionName = "hello", DestinationConfig = new() { OnSuccess = new() { Destination = "" } } });
        Assert.Equal((60, null), (updated.MaximumEventAgeInSeconds, updated.DestinationConfig!.OnSuccess!.Destination));

        put = await PutAsync(new() { FunctionName = "hello", MaximumRetryAttempts = 0 });
        Assert.Equal((0, null), (put.MaximumRetryAttempts, put.MaximumEventAgeInSeconds));
        Assert.Equal(0, (await functions.ReloadAsync()).GetFunction(StoredFunctions.Hello).EventConfigOf(null).Retries);
    }

    [Fact]
    public async Task What_nothing_is_said_of_is_not_found_and_nothing_is_not_said()
    {
        const string Message = "The function arn:aws:lambda:eu-west-1:123456789012:function:hello:$LATEST doesn't have an EventInvokeConfig";
        Assert.Equal(Message, (await Assert.ThrowsAsync<ResourceNotFoundException>(() => UpdateAsync(new() { FunctionName = "hello", MaximumRetryAttempts = 0 }))).Message);
        Assert.Equal(Message, (await Assert.ThrowsAsync<ResourceNotFoundException>(async () => await new GetFunctionEventInvokeConfig(functions.Store).HandleAsync(new() { FunctionName = "hello" }, Context, Cancellation))).Message);
        Assert.Equal(Message, (await Assert.ThrowsAsync<ResourceNotFoundException>(() => new DeleteFunctionEventInvokeConfig(functions.Store).HandleAsync(new() { FunctionName = "hello" }, Context, Cancellation))).Message);
        Assert.Equal(
            "You must specify at least one of error handling or destination setting.",
            (await Assert.ThrowsAsync<InvalidParameterValueException>(() => PutAsync(new() { FunctionName = "hello" }))).Message);
        await Assert.ThrowsAsync<ResourceNotFoundException>(() => PutAsync(new() { FunctionName = "hello", Qualifier = "7", MaximumRetryAttempts = 0 }));
    }

    [Theory]
    [InlineData("arn:aws:ec2:eu-west-1:123456789012:instance/i", "The destination ARN arn:aws:ec2:eu-west-1:123456789012:instance/i is invalid.")]
    [InlineData("arn:aws:lambda:eu-west-1:123456789012:layer:l", "The destination ARN arn:aws:lambda:eu-west-1:123456789012:layer:l is invalid.")]
    [InlineData("kafka://topic", "The destination ARN kafka://topic is invalid.")]
    [InlineData("arn:aws:lambda:eu-west-1:123456789012:function:hello", "You can't specify the function as a destination for itself.")]
    [InlineData("arn:aws:lambda:eu-west-1:123456789012:function:hello:1", "You can't specify the function as a destination for itself.")]
    public async Task What_can_be_no_destination_is_refused(string destination, string message)
    {
        var refused = await Assert.ThrowsAsync<InvalidParameterValueException>(() => PutAsync(new() { FunctionName = "hello", DestinationConfig = new() { OnFailure = new() { Destination = destination } } }));
        Assert.Equal(message, refused.Message);
    }

    [Fact]
    public async Task A_service_that_is_not_here_is_refused_as_not_available()
    {
        var refused = await Assert.ThrowsAsync<AwsException>(
            () => PutAsync(new() { FunctionName = "hello", DestinationConfig = new() { OnFailure = new() { Destination = "arn:aws:sns:eu-west-1:123456789012:topic" } } }));
        Assert.Equal(501, refused.Status);
    }

    [Fact]
    public async Task A_destination_that_the_role_may_not_send_to_is_refused()
    {
        var refused = await Assert.ThrowsAsync<InvalidParameterValueException>(() => new PutFunctionEventInvokeConfig(functions.Store, Configs(new LetNone())).HandleAsync(
            new() { FunctionName = "hello", DestinationConfig = new() { OnFailure = new() { Destination = Queue } } }, Context, Cancellation));
        Assert.Equal($"The function's execution role does not have permissions to call SendMessage on {Queue}", refused.Message);
    }

    [Fact]
    public async Task Each_version_and_alias_has_its_own_and_loses_it_with_itself()
    {
        await PutAsync(new() { FunctionName = "hello", MaximumRetryAttempts = 0 });
        await functions.Store.UpdateAsync(StoredFunctions.Hello, function => Brasa.Lambda.Versions.Publishing.Publish(function, null, DateTimeOffset.UnixEpoch, out _), Cancellation);
        await PutAsync(new() { FunctionName = "hello:1", MaximumRetryAttempts = 1 });

        var listed = await new ListFunctionEventInvokeConfigs(functions.Store).HandleAsync(new() { FunctionName = "hello" }, Context, Cancellation);
        Assert.Equal([("$LATEST", 0), ("1", 1)], listed.FunctionEventInvokeConfigs!.Select(config => (config.FunctionArn!.Split(':')[^1], config.MaximumRetryAttempts!.Value)));
        Assert.Equal(2, functions.Store.GetFunction(StoredFunctions.Hello).EventConfigOf("live").Retries);
        Assert.Equal(["$LATEST"], functions.Store.GetFunction(StoredFunctions.Hello).WithoutVersion(1).EventConfigs.Keys);
    }

    private EventInvokeConfigs Configs(IAuthorizer? authorizer = null) => new(destinations, new ExecutionRoles(null!, authorizer));

    private Task<FunctionEventInvokeConfig> PutAsync(PutFunctionEventInvokeConfigRequest request) =>
        new PutFunctionEventInvokeConfig(functions.Store, Configs()).HandleAsync(request, Context, Cancellation);

    private Task<FunctionEventInvokeConfig> UpdateAsync(UpdateFunctionEventInvokeConfigRequest request) =>
        new UpdateFunctionEventInvokeConfig(functions.Store, Configs()).HandleAsync(request, Context, Cancellation);

    private sealed class LetNone : IAuthorizer
    {
        public void Authorize(string action, string resource, RequestContext context) => throw AwsException.AccessDenied("No.");
    }
}
