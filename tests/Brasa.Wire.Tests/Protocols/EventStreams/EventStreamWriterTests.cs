using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using Brasa.Wire.Hosting;
using Brasa.Wire.Tests.Samples;

namespace Brasa.Wire.Tests.Protocols.EventStreams;

public sealed class EventStreamWriterTests
{
    [Fact]
    public async Task Events_follow_the_rest_of_the_output_in_the_order_in_which_they_come()
    {
        var exchange = Ask();
        await exchange.SendAsync(Service(new Gusts { Place = "hill", Events = EventsAsync(TestContext.Current.CancellationToken) }));

        Assert.Equal("application/vnd.amazon.eventstream", exchange.Http.Response.ContentType);
        Assert.Equal(
            [
                """:message-type=event :event-type=initial-response :content-type=application/json {"place":"hill"}""",
                """:message-type=event :event-type=wind :content-type=application/json {"name":"Ora"}""",
                ":message-type=event :event-type=sound :content-type=application/octet-stream whoo",
                """:message-type=exception :exception-type=Calm :content-type=application/json {"message":"No wind."}""",
            ],
            Read(exchange.Bytes));
    }

    [Fact]
    public async Task Each_event_is_sent_before_the_next_is_asked_for()
    {
        var exchange = Ask();
        var sent = new List<int>();

        await exchange.SendAsync(Service(new Gusts { Events = CountingAsync(TestContext.Current.CancellationToken) }));

        Assert.Equal([1, 2, 3], sent);

        async IAsyncEnumerable<Gust> CountingAsync([EnumeratorCancellation] CancellationToken ct)
        {
            for (var i = 0; i < 3; i++)
            {
                await Task.Yield();
                sent.Add(Read(exchange.Bytes).Count);
                yield return new Gust { Wind = new Wind() };
            }
        }
    }

    [Fact]
    public async Task A_client_that_leaves_ends_the_events()
    {
        using var leaving = new CancellationTokenSource();
        var ended = new TaskCompletionSource();
        var exchange = Ask();
        exchange.Http.RequestAborted = leaving.Token;

        var sending = exchange.SendAsync(Service(new Gusts { Events = EndlessAsync(TestContext.Current.CancellationToken) }));
        await leaving.CancelAsync();
        await sending;

        Assert.True(ended.Task.IsCompletedSuccessfully);

        async IAsyncEnumerable<Gust> EndlessAsync([EnumeratorCancellation] CancellationToken ct)
        {
            try
            {
                await Task.Delay(Timeout.Infinite, ct);
                yield break;
            }
            finally
            {
                ended.SetResult();
            }
        }
    }

    private static async IAsyncEnumerable<Gust> EventsAsync([EnumeratorCancellation] CancellationToken ct)
    {
        yield return new Gust { Wind = new Wind { Name = "Ora" } };
        await Task.Yield();
        ct.ThrowIfCancellationRequested();
        yield return new Gust { Sound = new Sound { Bytes = "whoo"u8.ToArray() } };
        yield return new Gust { Calm = new CalmException("No wind.") };
    }

    private static Exchange Ask()
    {
        var exchange = new Exchange("POST", "/", "{}");
        exchange.Http.Request.Headers["X-Amz-Target"] = "Winds_20200101.Listen";
        return exchange;
    }

    private static ServiceDefinition Service(Gusts output) =>
        new ServiceDefinition(Winds.Model).Handle(Winds.Listen, new Handler<Wind, Gusts>((_, _) => output));

    /// <summary>Messages as their headers and payloads.</summary>
    private static List<string> Read(ReadOnlyMemory<byte> stream)
    {
        var messages = new List<string>();
        for (var rest = stream.Span; !rest.IsEmpty;)
        {
            var (length, headersLength) = (BinaryPrimitives.ReadInt32BigEndian(rest), BinaryPrimitives.ReadInt32BigEndian(rest[4..]));
            var text = new StringBuilder();
            for (var headers = rest.Slice(12, headersLength); !headers.IsEmpty;)
            {
                var name = headers.Slice(1, headers[0]);
                var value = headers.Slice(name.Length + 4, BinaryPrimitives.ReadUInt16BigEndian(headers[(name.Length + 2)..]));
                text.Append(Encoding.UTF8.GetString(name)).Append('=').Append(Encoding.UTF8.GetString(value)).Append(' ');
                headers = headers[(name.Length + 4 + value.Length)..];
            }
            messages.Add(text.Append(Encoding.UTF8.GetString(rest[(12 + headersLength)..(length - 4)])).ToString());
            rest = rest[length..];
        }
        return messages;
    }
}
