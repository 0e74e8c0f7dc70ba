using Brasa.Sandbox.Network.Dns;

namespace Brasa.Sandbox.Tests.Network.Dns;

public sealed class ResolversTests
{
    [Fact]
    public void The_first_three_servers_are_asked() => Assert.Equal(
        ["127.0.0.53:53", "[2001:db8::1]:53", "192.0.2.1:53"],
        Resolvers.Parse(
            ["# nameserver 9.9.9.9", "search example.com", "nameserver 127.0.0.53", "nameserver\t2001:db8::1", "nameserver nonsense", "nameserver 192.0.2.1", "nameserver 192.0.2.2"])
            .Select(server => server.ToString()));

    [Fact]
    public void Without_a_server_it_is_this_machine() => Assert.Equal("127.0.0.1:53", Assert.Single(Resolvers.Parse(["options rotate"])).ToString());

    [Fact]
    public void A_file_that_is_not_there_names_no_server() => Assert.Equal("127.0.0.1:53", Assert.Single(new Resolvers("/nowhere").Current).ToString());
}
