namespace Brasa.Conformance.Tests.Support;

/// <summary>A test with an account of its own on the shared server; what it creates there goes with it.</summary>
public abstract class ConformanceTest : IAsyncLifetime
{
    private protected ConformanceTest(SharedServer server)
    {
        Server = server;
        Lambda = new Lambda(server.Boto3, Random.Shared.NextInt64(100_000_000_000, 1_000_000_000_000).ToString(provider: null));
    }

    private protected SharedServer Server { get; }

    private protected Lambda Lambda { get; }

    private protected FunctionSource Python(string code) => FunctionSource.Python(Server.Python, code);

    private protected FunctionSource Node(string code) => FunctionSource.Node(Server.Node, code);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual async ValueTask DisposeAsync()
    {
        while (await Lambda.ListAsync() is { Count: > 0 } names)
        {
            foreach (var name in names) (await Lambda.DeleteAsync(name)).Succeeded();
        }
    }
}
