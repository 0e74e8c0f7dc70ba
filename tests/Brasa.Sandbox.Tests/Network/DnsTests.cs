using Brasa.Sandbox.Tests.Support;
using Brasa.Tests.Shared;

namespace Brasa.Sandbox.Tests.Network;

/// <summary>Names, as sandboxes resolve them through the server: hostile questions from inside, hostile answers from outside.</summary>
public sealed class DnsTests : IDisposable
{
    private const string Resolve =
        """
        import os, socket, struct, time
        def resolve(name):
            try: return socket.gethostbyname(name)
            except OSError as e: return e.strerror

        def question(name, id=b'ab', flags=b'\1\0', counts=(1, 0, 0, 0), kind=1, family=1):
            labels = b''.join(bytes([len(label)]) + label for label in name.split(b'.'))
            return id + flags + struct.pack('!HHHH', *counts) + labels + b'\0' + struct.pack('!HH', kind, family)

        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        udp.connect(('127.0.0.1', 53))

        """;

    private readonly TemporaryDirectory data = new();

    public void Dispose() => data.Dispose();

    [Fact]
    public async Task Answers_that_are_not_to_the_question_are_ignored()
    {
        await using var machine = await PretendMachine.StartAsync();
        await using var server = await MachineServer.StartAsync(machine, data.Path);

        Assert.Equal("203.0.113.10", await server.RunAsync($"{Resolve}print(resolve('liar.test'))"));
    }

    [Fact]
    public async Task An_answer_too_long_for_a_datagram_comes_by_tcp()
    {
        await using var machine = await PretendMachine.StartAsync();
        await using var server = await MachineServer.StartAsync(machine, data.Path);

        Assert.Equal("100", await server.RunAsync($"{Resolve}print(len(socket.getaddrinfo('long.test', 80, socket.AF_INET, socket.SOCK_STREAM)))"));
    }

    [Fact]
    public async Task A_name_that_does_not_exist_and_a_server_that_is_silent_are_told_apart()
    {
        await using var machine = await PretendMachine.StartAsync();
        await using var server = await MachineServer.StartAsync(machine, data.Path);

        Assert.Equal(
            "Name or service not known\nTemporary failure in name resolution",
            (await server.RunAsync($"{Resolve}print(resolve('nowhere.test'))\nprint(resolve('silent.test'))")).Replace("No address associated with hostname", "Name or service not known", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_no_question_is_neither_passed_on_nor_answered()
    {
        await using var machine = await PretendMachine.StartAsync();
        await using var server = await MachineServer.StartAsync(machine, data.Path);

        var said = await server.RunAsync(
            $$"""
            {{Resolve}}
            good = question(b'public.test')
            bad = [
                b'', b'\0', good[:11], good[:-1], good[:14], os.urandom(513), good + os.urandom(600),
                question(b'public.test', flags=b'\x81\0'),                 # an answer
                question(b'public.test', flags=b'\x29\0'),                 # an update
                question(b'public.test', counts=(0, 0, 0, 0)), question(b'public.test', counts=(2, 0, 0, 0)),
                question(b'public.test', counts=(1, 1, 0, 0)), question(b'public.test', counts=(1, 0, 1, 0)),
                question(b'public.test', counts=(1, 0, 0, 1)),             # an addition that is not there
                question(b'public.test', counts=(1, 0, 0, 1)) + b'\0' * 11,  # one that is no option
                question(b'public.test', kind=252), question(b'public.test', family=3),
                good[:12] + b'\xc0\x0c\0\1\0\1',                           # a name that points at itself
                question(b'.'.join([b'x' * 63] * 5)),                      # a name of 320 bytes
                good[:12] + b'\x40' + b'x' * 64 + b'\0\0\1\0\1',           # a label of 64
            ]
            for message in bad: udp.send(message)
            tcp = socket.create_connection(('127.0.0.1', 53)); tcp.sendall(b'\xff\xff' + b'x' * 1000)
            try: print(tcp.recv(1))
            except ConnectionResetError: print(b'')
            udp.settimeout(0.5)
            try: print(udp.recv(4096))
            except TimeoutError: print('silence')
            udp.settimeout(None)
            udp.send(good)
            print(udp.recv(4096)[-4:] == socket.inet_aton('203.0.113.10'))
            """);

        Assert.Equal("b''\nsilence\nTrue", said);
        Assert.Single(machine.Queries);
    }

    [Fact]
    public async Task Only_what_is_understood_of_a_question_is_passed_on_under_an_id_of_the_server_s_own()
    {
        await using var machine = await PretendMachine.StartAsync();
        await using var server = await MachineServer.StartAsync(machine, data.Path);

        var said = await server.RunAsync(
            $$"""
            {{Resolve}}
            for n in range(4):
                option = b'\0\0\x29\xff\xff\0\0\x80\0\0\4' + b'\0\x0a\0\0' # answers of 65,535 bytes, with an option
                udp.send(question(b'public.test', id=b'ab', flags=b'\1\x7f', counts=(1, 0, 0, 1)) + option + b'secret')
                print(udp.recv(4096)[:2])
            """);

        Assert.Equal("b'ab'\nb'ab'\nb'ab'\nb'ab'", said);
        Assert.Equal(4, machine.Queries.Count);
        Assert.True(machine.Queries.Select(query => query[..4]).Distinct().Count() > 1, "The id is not chosen anew.");
        Assert.All(machine.Queries, query => Assert.Equal(
            "0130" + "0001000000000001" + "067075626c6963047465737400" + "00010001" + "0000291000" + "0000" + "8000" + "0000", query[4..]));
    }

    [Fact]
    public async Task A_sandbox_that_floods_makes_no_other_wait()
    {
        await using var machine = await PretendMachine.StartAsync();
        await using var server = await MachineServer.StartAsync(machine, data.Path);
        var (number, output) = server.Start(
            $$"""
            {{Resolve}}
            connections = []
            for n in range(300):
                udp.send(question(b'silent.test'))
                try: connections.append(socket.create_connection(('127.0.0.1', 53), 0.01)); connections[-1].sendall(b'\0')
                except OSError: pass
            print('flooding')
            while True: udp.send(question(b'silent.test')); udp.send(b'x'); time.sleep(0.0001)
            """);
        await output.WaitForAsync("flooding");

        var said = await server.RunAsync($"{Resolve}began = time.monotonic()\nprint(resolve('public.test'))\nprint(time.monotonic() - began < 1)");

        Assert.Equal("203.0.113.10\nTrue", said);
        Assert.InRange(machine.Queries.Count(query => query.Contains("73696c656e74", StringComparison.Ordinal)), 1, 400); // 32 at once, 3 times each, at 1.5 s
        await server.EndAsync(number);
    }
}
