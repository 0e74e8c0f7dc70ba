using System.Text;
using Brasa.Wire.Protocols;
using Brasa.Wire.Protocols.EventStreams;

namespace Brasa.Wire.Tests.Protocols.EventStreams;

public sealed class EventMessageTests
{
    /// <summary>Messages that AWS's SDKs test themselves with.</summary>
    [Theory]
    [InlineData("", "", "", "000000100000000005C248EB7D98C8FF")]
    [InlineData("", "", "{'foo':'bar'}", "0000001D00000000FD528C5A7B27666F6F273A27626172277DC3653936")]
    [InlineData("content-type", "application/json", "{'foo':'bar'}",
        "0000003D0000002007FD83960C636F6E74656E742D747970650700106170706C69636174696F6E2F6A736F6E7B27666F6F273A27626172277D8D9C08B1")]
    public void A_message_has_lengths_headers_payload_and_checksums(string name, string value, string payload, string expected)
    {
        using var output = new PooledBuffer();

        EventMessage.Write(output, name.Length == 0 ? [] : [(name, value)], Encoding.UTF8.GetBytes(payload));

        Assert.Equal(expected, Convert.ToHexString(output.Written.Span));
    }

    [Fact]
    public void A_header_is_never_cut()
    {
        using var output = new PooledBuffer();

        Assert.ThrowsAny<Exception>(() => EventMessage.Write(output, [(new string('n', 256), "")], []));
        Assert.ThrowsAny<Exception>(() => EventMessage.Write(output, [("n", new string('v', 65_536))], []));
    }
}
