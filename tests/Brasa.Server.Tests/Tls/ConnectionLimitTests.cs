using System.Net;
using Brasa.Server.Tls;
using Microsoft.AspNetCore.Connections;

namespace Brasa.Server.Tests.Tls;

public sealed class ConnectionLimitTests
{
    private readonly ConnectionLimit limit = new(most: 3, mostOfOne: 2);

    [Theory]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", "192.0.2.2")]
    [InlineData("2001:db8::1", "2001:db8::2", "2001:db8:0:1::1")]
    public async Task One_address_has_its_own_bound_and_others_are_served(string address, string same, string other)
    {
        var (first, second) = (Open(address), Open(same));
        Assert.True(Open(address).IsClosed);
        Assert.False(first.IsClosed || second.IsClosed || Open(other).IsClosed);

        first.Close();
        await first.Served;
        Assert.False(Open(address).IsClosed);
    }

    [Fact]
    public async Task All_together_have_one_too()
    {
        var first = Open("192.0.2.1");
        Open("192.0.2.2");
        Open("192.0.2.3");
        Assert.True(Open("192.0.2.4").IsClosed);

        first.Close();
        await first.Served;
        Assert.False(Open("192.0.2.4").IsClosed);
    }

    private Connection Open(string address)
    {
        var connection = new Connection(IPAddress.Parse(address));
        connection.Served = limit.ServeAsync(connection.Context, _ => connection.Ended);
        return connection;
    }

    /// <summary>A connection that is served until the test closes it.</summary>
    private sealed class Connection(IPAddress address)
    {
        private readonly TaskCompletionSource ended = new();

        public DefaultConnectionContext Context { get; } = new() { RemoteEndPoint = new IPEndPoint(address, 1) };

        public Task Ended => ended.Task;

        public Task Served { get; set; } = Task.CompletedTask;

        /// <summary>Whether it was closed instead of served.</summary>
        public bool IsClosed => Served.IsCompleted && !ended.Task.IsCompleted;

        public void Close() => ended.SetResult();
    }
}
