using System.Globalization;
using Brasa.Bench.Baseline;
using Brasa.Bench.Load;

namespace Brasa.Bench.Targets;

/// <summary>A <see cref="Rendezvous"/> in a process of its own, with workers of one language.</summary>
internal sealed class BaselineServer : IAsyncDisposable
{
    private readonly Child server;
    private readonly List<Child> workers = [];

    private BaselineServer(Child server) => this.server = server;

    public required Target Target { get; init; }

    public static async Task<BaselineServer> StartAsync(string interpreter, string worker, int workers, CancellationToken ct)
    {
        var server = new Child(Environment.ProcessPath!, typeof(BaselineServer).Assembly.Location, Command);
        try
        {
            var port = await server.ReadFirstLineAsync(ct);
            var baseline = new BaselineServer(server) { Target = Target.Post(int.Parse(port, CultureInfo.InvariantCulture), "/invoke", server) };
            for (var i = 0; i < workers; i++) baseline.workers.Add(new Child(interpreter, Path.Combine(AppContext.BaseDirectory, "Baseline", worker), port));
            return baseline;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The argument that makes this program a <see cref="Rendezvous"/>.</summary>
    public const string Command = "rendezvous";

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in workers) await worker.DisposeAsync();
        await server.DisposeAsync();
    }
}
