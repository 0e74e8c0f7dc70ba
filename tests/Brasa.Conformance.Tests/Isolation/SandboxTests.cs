using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Isolation;

/// <summary>What a function can see and reach. Attacks are for the security tests: these are the everyday ones.</summary>
public sealed class SandboxTests(SharedServer server) : ConformanceTest(server)
{
    private const string Name = "inside";

    [Fact]
    public async Task Files_of_the_host_are_not_there()
    {
        string[] files = ["/etc/shadow", Server.StoredCode.Directory, Repository.Server];
        Assert.All(files, file => Assert.True(Path.Exists(file), $"The host has no {file} to hide."));
        Assert.Equal("[false,false,false]", await EvaluateAsync("[os.path.exists(file) for file in event.split()]", string.Join(' ', files)));
    }

    [Fact]
    public async Task A_function_is_a_user_of_no_rights() => Assert.Equal(
        """[993,990,"0000000000000000","1"]""",
        await EvaluateAsync("[os.getuid(), os.getgid()] + [line.split()[1] for line in open('/proc/self/status') if line.startswith(('CapEff', 'NoNewPrivs'))]"));

    [Fact]
    public async Task Only_its_own_processes_are_seen() =>
        Assert.Equal("1", await EvaluateAsync("len([name for name in os.listdir('/proc') if name.isdigit()])"));

    [Theory]
    [InlineData("/var/task/x")]
    [InlineData("/var/runtime/x")]
    [InlineData("/usr/x")]
    [InlineData("/etc/x")]
    [InlineData("/x")]
    public async Task Nothing_but_tmp_is_writable(string path)
    {
        const string write = """
            import os

            def handler(path, context):
                try:
                    open(path, "w").close()
                except OSError as error:
                    return error.strerror
                return "written"
            """;
        await Lambda.CreateAsync(Name, Python(write));
        Assert.Matches("^\"(Read-only file system|Permission denied)\"$", (await Lambda.InvokeAsync(Name, $"\"{path}\"")).Succeeded().Payload);
        Assert.Equal("\"written\"", (await Lambda.InvokeAsync(Name, "\"/tmp/x\"")).Succeeded().Payload);
    }

    [Fact]
    public async Task The_server_is_not_reached_by_the_host_s_port()
    {
        await Lambda.CreateAsync(Name, Python("""
            import socket

            def handler(port, context):
                try:
                    socket.create_connection(("127.0.0.1", port), 2).close()
                except OSError as error:
                    return error.strerror
                return "reached"
            """));
        Assert.Equal("\"Connection refused\"", (await Lambda.InvokeAsync(Name, $"{Server.Address.Port}")).Succeeded().Payload);
        Assert.Equal("\"reached\"", (await Lambda.InvokeAsync(Name, "4566")).Succeeded().Payload);
    }

    [Fact]
    public async Task The_network_beyond_is_not_reached()
    {
        var answer = await EvaluateAsync("__import__('socket').socket(2, 2).connect_ex(('192.0.2.1', 9))");
        Assert.Equal("101", answer); // ENETUNREACH
    }

    private async Task<string> EvaluateAsync(string expression, string @event = "")
    {
        await Lambda.CreateAsync(Name, Python($"import os\ndef handler(event, context): return {expression}"));
        return (await Lambda.InvokeAsync(Name, $"\"{@event}\"")).Succeeded().Json.ToJsonString();
    }
}
