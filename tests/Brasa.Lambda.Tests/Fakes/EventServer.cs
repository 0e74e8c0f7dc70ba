using System.Text;
using Brasa.Core.Events;
using Brasa.Core.Operations;
using Brasa.Lambda.Asynchronous;
using Brasa.Lambda.Functions;
using Brasa.Lambda.Invocation;
using Brasa.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Brasa.Lambda.Tests.Fakes;

/// <summary>Asynchronous events of functions that the test plays, in a store of their own.</summary>
internal sealed class EventServer : IAsyncDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("brasa-events-");
    private readonly IAuthorizer? authorizer;

    public EventServer(IAuthorizer? authorizer = null)
    {
        this.authorizer = authorizer;
        Messages = new SqliteMessageStore(Path.Combine(directory.FullName, "messages.db"));
        Destinations.Register("sqs", Queue);
        Events = Create();
    }

    public static FunctionKey Hello => StoredFunctions.Hello.Key;

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public StoredFunctions Functions { get; } = new();

    public SqliteMessageStore Messages { get; }

    public PretendedRuns Runs { get; private set; } = new();

    public FakeDestination Queue { get; } = new();

    public DestinationRegistry Destinations { get; } = new();

    public AsynchronousEvents Events { get; private set; }

    public int Stored => Messages.Load("async/").Count();

    /// <summary>Ends as a killed server would, and begins anew with what is stored.</summary>
    public async Task RestartAsync()
    {
        Events.Stop();
        Runs = new PretendedRuns();
        Events = Create();
        await Events.ResumeAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Has an event accepted; the name tells the function, the payload is it.</summary>
    public Task AcceptAsync(string payload = "{}", string? qualifier = null, string function = "hello", string requestId = "request-1") => Events.AcceptAsync(
        new FunctionReference(Hello with { Name = function }, qualifier), requestId, Encoding.UTF8.GetBytes(payload), "Root=1-0-0", null, TestContext.Current.CancellationToken);

    /// <summary>Says how the function's events are dealt with.</summary>
    public Task SayAsync(EventInvokeConfig config, string qualifier = FunctionVersion.Latest) =>
        ChangeAsync(function => function with { EventConfigs = function.EventConfigs.SetItem(qualifier, config) });

    public Task ChangeAsync(Func<Function, Function> change) => Functions.Store.UpdateAsync(StoredFunctions.Hello, change, TestContext.Current.CancellationToken);

    /// <summary>Waits until so many events of the function wait for their turn.</summary>
    public Task WaitingAsync(int count, string function = "hello") => UntilAsync(() => Events.CountWaiting(Hello with { Name = function }) == count);

    /// <summary>Waits until so many events are stored.</summary>
    public Task StoredAsync(int count) => UntilAsync(() => Stored == count);

    public async ValueTask DisposeAsync()
    {
        Events.Stop();
        Messages.Dispose();
        Functions.Dispose();
        await Task.Yield();
        directory.Delete(recursive: true);
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        while (!holds())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }

    private AsynchronousEvents Create() =>
        new(Functions.Store, Messages, Destinations, new ExecutionRoles(new NoRoles(), authorizer), Runs.RunAsync, Clock, NullLogger<AsynchronousEvents>.Instance);

    private sealed class NoRoles : Core.Identity.IServiceRoles
    {
        public bool Allows(string roleArn, string service, string source) => throw new NotSupportedException();

        public Core.Identity.TemporaryCredentials Become(string roleArn, string sessionName, TimeSpan duration) => throw new NotSupportedException();
    }
}
