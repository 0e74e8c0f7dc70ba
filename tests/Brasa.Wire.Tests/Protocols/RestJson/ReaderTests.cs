using Brasa.Core.Operations;
using Brasa.Wire.Tests.Samples;
using Microsoft.Extensions.Primitives;

namespace Brasa.Wire.Tests.Protocols.RestJson;

public sealed class ReaderTests
{
    [Fact]
    public async Task Every_location_fills_its_member()
    {
        var exchange = new Exchange("PUT", "/2020-01-01/things/a%20b?dry-run=true&tagKeys=x&other=1&tagKeys=y%2Bz", """
            {"Count": 3, "Unknown": [{"deep": null}], "Note": "abc", "Labels": {"k": "v", "gone": null}, "Data": "AQID",
             "Parts": [{"Id": 1}, null, {"Id": 9007199254740993, "Inner": {"Id": 3}}], "At": 1515531081.123, "Ratio": 0.5, "Secret": null}
            """);
        exchange.Http.Request.Headers["x-mode"] = "Fast";
        exchange.Http.Request.Headers["x-meta-Colour"] = new StringValues("red");

        var request = await exchange.SendAsync(Things.PutThing, new PutThingResponse());

        Assert.NotNull(request);
        Assert.Equal("a b", request.ThingName);
        Assert.True(request.DryRun);
        Assert.Equal(["x", "y+z"], request.TagKeys!);
        Assert.Equal(new Mode("Fast"), request.Mode);
        Assert.Equal("red", request.Meta!["Colour"]);
        Assert.Equal(3, request.Count);
        Assert.Equal("abc", request.Note);
        Assert.Equal("v", Assert.Single(request.Labels!).Value);
        Assert.Equal([1, 2, 3], request.Data!.Value.ToArray());
        Assert.Equal([new Part { Id = 1 }, new Part { Id = 9007199254740993, Inner = new Part { Id = 3 } }], request.Parts!);
        Assert.Equal(new DateTimeOffset(2018, 1, 9, 20, 51, 21, 123, TimeSpan.Zero), request.At);
        Assert.Equal(0.5, request.Ratio);
        Assert.Null(request.Secret);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    public async Task An_empty_body_leaves_everything_absent(string body)
    {
        var request = await new Exchange("PUT", "/2020-01-01/things/a", body).SendAsync(Things.PutThing, new PutThingResponse());

        Assert.Equal(new PutThingRequest { ThingName = "a" }, request);
    }

    [Theory]
    [InlineData("""{"Count": "3"}""", "STRING_VALUE can not be converted to an Integer")]
    [InlineData("""{"Count": 3.5}""", "NUMBER_VALUE can not be converted to an Integer")]
    [InlineData("""{"Count": 3000000000}""", "NUMBER_VALUE can not be converted to an Integer")]
    [InlineData("""{"Note": 3}""", "NUMBER_VALUE can not be converted to a String")]
    [InlineData("""{"Note": true}""", "TRUE_VALUE can not be converted to a String")]
    [InlineData("""{"Note": {}}""", "Start of structure or map found where not expected.")]
    [InlineData("""{"Note": []}""", "Start of list found where not expected")]
    [InlineData("""{"Parts": "x"}""", "Expected list or null")]
    [InlineData("""{"Main": "x"}""", "Expected structure or null")]
    [InlineData("""{"Labels": "x"}""", "Expected map or null")]
    [InlineData("""{"Data": "!"}""", "Blob is not valid base64")]
    [InlineData("""{"At": "yesterday"}""", "STRING_VALUE can not be converted to a Timestamp")]
    [InlineData("""{"At": 1e300}""", "NUMBER_VALUE can not be converted to a Timestamp")]
    public async Task The_wrong_kind_of_value_is_a_serialization_error(string body, string message)
    {
        var exchange = new Exchange("PUT", "/2020-01-01/things/a", body);

        Assert.Null(await exchange.SendAsync(Things.PutThing, new PutThingResponse()));
        Assert.Equal(400, exchange.Status);
        Assert.Equal("SerializationException", exchange.Header("x-amzn-ErrorType"));
        Assert.Equal($$"""{"message":"{{message}}"}""", exchange.Body);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"Count": 1}}""")]
    [InlineData("""{"Count": 1""")]
    [InlineData("hello")]
    [InlineData("""{"Note": "\ud800"}""")]
    public async Task Broken_json_is_refused(string body)
    {
        var exchange = new Exchange("PUT", "/2020-01-01/things/a", body);

        Assert.Null(await exchange.SendAsync(Things.PutThing, new PutThingResponse()));
        Assert.Equal(400, exchange.Status);
    }

    [Fact]
    public async Task A_document_deeper_than_any_model_is_refused()
    {
        var body = $$"""{"Unknown": {{new string('[', 100)}}{{new string(']', 100)}}}""";

        Assert.Null(await new Exchange("PUT", "/2020-01-01/things/a", body).SendAsync(Things.PutThing, new PutThingResponse()));
    }

    [Fact]
    public async Task Text_that_is_no_utf8_is_refused()
    {
        var exchange = new Exchange("PUT", "/2020-01-01/things/a", [.. """{"Note":"a"""u8, 0xff, .. "\"}"u8]);

        Assert.Null(await exchange.SendAsync(Things.PutThing, new PutThingResponse()));
        Assert.Equal(400, exchange.Status);
    }

    [Fact]
    public async Task A_query_value_of_the_wrong_kind_is_a_serialization_error()
    {
        var exchange = new Exchange("PUT", "/2020-01-01/things/a?dry-run=maybe");

        Assert.Null(await exchange.SendAsync(Things.PutThing, new PutThingResponse()));
        Assert.Equal("SerializationException", exchange.Header("x-amzn-ErrorType"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_blob_payload_is_the_body_byte_for_byte(bool hasLength)
    {
        byte[] bytes = [0, 255, 254, (byte)'{'];
        var exchange = new Exchange("POST", "/2020-01-01/things/a/data", bytes);
        exchange.Http.Request.ContentLength = hasLength ? bytes.Length : null;

        var request = await exchange.SendAsync(Things.Upload, new UploadResponse());

        Assert.Equal(bytes, request!.Payload!.Value.ToArray());
    }

    [Fact]
    public async Task Members_outside_the_body_need_no_body()
    {
        var request = await new Exchange("DELETE", "/2020-01-01/things/a").SendAsync(Things.DeleteThing, NoOutput.Value);

        Assert.Equal("a", request!.ThingName);
    }
}
