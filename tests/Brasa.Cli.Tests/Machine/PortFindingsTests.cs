using System.Net;
using System.Net.Sockets;
using System.Text;
using Brasa.Cli.Machine;
using Brasa.Cli.Servers;

namespace Brasa.Cli.Tests.Machine;

public sealed class PortFindingsTests : IDisposable
{
    private readonly DataDirectory data = new(Directory.CreateTempSubdirectory("brasa-cli-").FullName);
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);

    public PortFindingsTests() => listener.Start();

    private int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public void Dispose()
    {
        listener.Dispose();
        Directory.Delete(data.Path, recursive: true);
    }

    [Fact]
    public async Task A_free_port_is_fine_unless_the_directory_is_in_use()
    {
        var port = Port;
        listener.Stop();

        Assert.Equal(FindingState.Ok, (await LookAsync(port)).State);
        using var held = Hold();
        Assert.Contains($"a server uses {data.Path}", (await LookAsync(port)).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Brasa_server_is_told_by_its_version()
    {
        var serving = AnswerAsync("""HTTP/1.1 200 OK""" + "\r\nConnection: close\r\n\r\n" + """{"status":"ok","version":"9.9.9","isolation":"sandbox","runtimes":[]}""");

        var elsewhere = await LookAsync(Port);
        await serving;

        Assert.Equal(FindingState.Warning, elsewhere.State);
        Assert.Contains("a Brasa server, 9.9.9, isolation sandbox", elsewhere.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Anything_else_that_holds_the_port_keeps_a_server_from_starting()
    {
        var serving = AnswerAsync("SSH-2.0-x\r\n", "SSH-2.0-x\r\n");

        var finding = await LookAsync(Port);
        await serving;

        Assert.Equal(FindingState.Problem, finding.State);
        Assert.Contains($"ss -ltnp 'sport = :{Port}'", finding.Remedy, StringComparison.Ordinal);
    }

    private Task<Finding> LookAsync(int port) => PortFindings.OfAsync(port, data, TestContext.Current.CancellationToken);

    private FileStream Hold() => new(Path.Combine(data.Path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    private async Task AnswerAsync(params string[] answers)
    {
        foreach (var answer in answers)
        {
            using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
            await client.GetStream().ReadAtLeastAsync(new byte[4096], 1, throwOnEndOfStream: false, TestContext.Current.CancellationToken);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer), TestContext.Current.CancellationToken);
        }
    }
}
