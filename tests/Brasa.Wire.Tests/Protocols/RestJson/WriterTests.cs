using System.Text;
using Brasa.Core.Operations;
using Brasa.Wire.Tests.Samples;

namespace Brasa.Wire.Tests.Protocols.RestJson;

public sealed class WriterTests
{
    [Fact]
    public async Task Status_headers_and_document_hold_their_members()
    {
        var exchange = new Exchange("PUT", "/2020-01-01/things/a");

        await exchange.SendAsync(Things.PutThing, new PutThingResponse
        {
            Status = 202,
            Revision = "7",
            Name = "é<&>\"\n",
            Parts = [new Part { Id = 1, Inner = new Part { Id = 2 } }],
            Labels = new Dictionary<string, string> { ["a"] = "b" },
            Data = new byte[] { 1, 2, 3 },
            At = new DateTimeOffset(2018, 1, 9, 20, 51, 21, 123, TimeSpan.Zero),
        });

        Assert.Equal(202, exchange.Status);
        Assert.Equal("7", exchange.Header("X-Revision"));
        Assert.Equal("application/json", exchange.Http.Response.ContentType);
        Assert.Equal(
            """{"Name":"é<&>\"\n","Parts":[{"Id":1,"Inner":{"Id":2}}],"Labels":{"a":"b"},"Data":"AQID","At":1515531081.123,"Since":"2018-01-09T20:51:21.123Z"}""",
            exchange.Body);
        Assert.Equal(exchange.Bytes.Length, exchange.Http.Response.ContentLength);
    }

    [Fact]
    public async Task Absent_members_are_left_out()
    {
        var exchange = new Exchange("PUT", "/2020-01-01/things/a");

        await exchange.SendAsync(Things.PutThing, new PutThingResponse());

        Assert.Equal(201, exchange.Status);
        Assert.Equal("{}", exchange.Body);
        Assert.False(exchange.Http.Response.Headers.ContainsKey("X-Revision"));
    }

    [Fact]
    public async Task A_document_larger_than_the_first_buffer_is_written_whole()
    {
        var exchange = new Exchange("PUT", "/2020-01-01/things/a");
        var name = new string('x', 100_000);

        await exchange.SendAsync(Things.PutThing, new PutThingResponse { Name = name, Parts = [.. Enumerable.Range(0, 5000).Select(i => new Part { Id = i })] });

        Assert.StartsWith($$"""{"Name":"{{name}}","Parts":[{"Id":0},""", exchange.Body);
        Assert.EndsWith("""{"Id":4999}]}""", exchange.Body);
    }

    [Fact]
    public async Task A_blob_payload_is_written_as_it_is()
    {
        var exchange = new Exchange("POST", "/2020-01-01/things/a/data");

        await exchange.SendAsync(Things.Upload, new UploadResponse { Payload = Encoding.UTF8.GetBytes("\"hi\"") });

        Assert.Equal("\"hi\"", exchange.Body);
        Assert.Equal(4, exchange.Http.Response.ContentLength);
    }

    [Fact]
    public async Task An_operation_with_no_output_answers_with_its_status_alone()
    {
        var exchange = new Exchange("DELETE", "/2020-01-01/things/a");

        await exchange.SendAsync(Things.DeleteThing, NoOutput.Value);

        Assert.Equal(204, exchange.Status);
        Assert.Empty(exchange.Bytes);
        Assert.Null(exchange.Http.Response.ContentType);
    }
}
