using System.Text;
using System.Xml.Linq;
using Brasa.Wire.Hosting;
using Brasa.Wire.Tests.Samples;

namespace Brasa.Wire.Tests.Protocols.Query;

public sealed class QueryProtocolTests
{
    private static readonly XNamespace Xml = Stars.Model.XmlNamespace!;

    [Fact]
    public async Task A_form_is_read_into_structures_lists_and_maps()
    {
        var star = await ReadAsync("Name=Sol&Count=-3&Bright=true&Seen=2024-02-29T12:00:00Z&Names.member.2=b&Names.member.10=c+%C3%BC&Names.member.1=a&Moons.member.1.Name=Lua"
            + "&Moons.member.1.Moons.member.1.Name=Io&Sizes.entry.1.key=x.y&Sizes.entry.1.value=7&Unknown.member.1=ignored");

        Assert.Equal(("Sol", -3, true, DateTimeOffset.Parse("2024-02-29T12:00:00Z", null)), (star.Name, star.Count, star.Bright, star.Seen));
        Assert.Equal(["a", "b", "c ü"], star.Names!);
        Assert.Equal("Io", star.Moons![0].Moons![0].Name);
        Assert.Equal(7, star.Sizes!["x.y"]);
    }

    [Fact]
    public async Task What_is_flattened_stands_under_its_own_name()
    {
        var star = await ReadAsync("Name=Sol&Mark.1=a&Mark.2=b&Part.1.Name=x&Part.1.Value.Name=Lua&Part.1.Value.Mark=only");

        Assert.Equal(["a", "b"], star.Marks!);
        Assert.Equal(("Lua", "only"), (star.Parts!["x"].Name, Assert.Single(star.Parts["x"].Marks!)));

        var exchange = await SendAsync("Action=PutStar&Name=Sol", _ => new Star { Name = "Sol", Marks = ["a", "b"], Parts = new Dictionary<string, Star> { ["x"] = new() { Name = "Lua", Marks = [] } }, Names = ["n"] });
        Assert.Contains("<Name>Sol</Name><Names><member>n</member></Names><Mark>a</Mark><Mark>b</Mark><Part><Name>x</Name><Value><Name>Lua</Name></Value></Part></PutStarResult>", Plain(exchange.Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_of_two_protocols_answers_in_the_one_it_is_asked_in_and_names_codes_of_both()
    {
        var service = new ServiceDefinition(Stars.InTwoProtocols) { PathParameter = "Name", MissingMember = member => new Brasa.Core.Errors.AwsException("MissingRequiredParameterException", 400, $"no {member}") };

        var (form, json) = (await AskFormAsync(), await AskJsonAsync());
        Assert.Contains("<Code>NotImplementedException</Code>", form.Body, StringComparison.Ordinal);
        Assert.Equal("NotImplementedException;Receiver", json.Header("x-amzn-query-error"));

        service.Handle(Stars.PutStar, new Handler<Star, Star>((star, _) => star));
        (form, json) = (await AskFormAsync(), await AskJsonAsync());
        Assert.Contains("<Name>/Sol</Name>", form.Body, StringComparison.Ordinal);
        Assert.Equal("MissingParameter;Sender", json.Header("x-amzn-query-error"));
        Assert.Contains("\"__type\":\"MissingRequiredParameterException\"", json.Body, StringComparison.Ordinal);

        Task<Exchange> AskFormAsync()
        {
            var exchange = new Exchange("POST", "/Sol", "Action=PutStar");
            exchange.Http.Request.ContentType = "application/x-www-form-urlencoded";
            return exchange.SendAsync(service);
        }

        Task<Exchange> AskJsonAsync()
        {
            var exchange = new Exchange("POST", "/", "{}");
            exchange.Http.Request.Headers["X-Amz-Target"] = "Stars.PutStar";
            return exchange.SendAsync(service);
        }
    }

    [Fact]
    public async Task An_empty_value_is_empty_text_and_an_empty_list()
    {
        var star = await ReadAsync("Name=&Names=&Sizes=");

        Assert.Equal("", star.Name);
        Assert.Empty(star.Names!);
        Assert.Empty(star.Sizes!);
    }

    [Fact]
    public async Task The_parameters_may_come_in_the_query_string()
    {
        var exchange = await new Exchange("GET", "/?Action=PutStar&Version=2010-05-08&Name=Sol").SendAsync(Stars.Answering(star => star));

        Assert.Equal("Sol", XDocument.Parse(exchange.Body).Descendants(Xml + "Name").Single().Value);
    }

    [Fact]
    public async Task An_output_is_XML_with_the_request_s_id()
    {
        var exchange = await SendAsync("Action=PutStar&Name=Sol", _ => new Star
        {
            Name = "<&>\u0001😀", Bright = false, Seen = DateTimeOffset.UnixEpoch, Names = ["a", "b"], Moons = [new Star { Name = "Lua" }, new Star { Name = "Io", Names = [] }],
            Sizes = new Dictionary<string, int> { ["x"] = 1, ["y"] = 2 },
        });

        Assert.Equal((200, "text/xml"), (exchange.Status, exchange.Http.Response.ContentType));
        var expected = $"""
            <PutStarResponse xmlns="{Xml}"><PutStarResult><Name>&lt;&amp;&gt;�😀</Name><Bright>false</Bright><Seen>1970-01-01T00:00:00Z</Seen><Names><member>a</member><member>b</member></Names>
            <Moons><member><Name>Lua</Name></member><member><Name>Io</Name><Names /></member></Moons>
            <Sizes><entry><key>x</key><value>1</value></entry><entry><key>y</key><value>2</value></entry></Sizes></PutStarResult>
            <ResponseMetadata><RequestId>{exchange.Header("x-amzn-RequestId")}</RequestId></ResponseMetadata></PutStarResponse>
            """;
        Assert.Equal(Plain(expected), Plain(exchange.Body));
    }

    [Fact]
    public async Task An_operation_without_output_answers_with_the_request_s_id_alone()
    {
        var exchange = await SendAsync("Action=DropStar&Name=Sol", star => star);

        Assert.Equal(Plain($"""
            <DropStarResponse xmlns="{Xml}"><ResponseMetadata><RequestId>{exchange.Header("x-amzn-RequestId")}</RequestId></ResponseMetadata></DropStarResponse>
            """), Plain(exchange.Body));
    }

    [Fact]
    public async Task An_error_says_who_is_to_blame()
    {
        var exchange = await SendAsync("Action=DropStar&Name=Sol", _ => null!);

        Assert.Equal(404, exchange.Status);
        Assert.Equal(Plain($"""
            <ErrorResponse xmlns="{Xml}"><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>gone &lt;1&gt;</Message></Error>
            <RequestId>{exchange.Header("x-amzn-RequestId")}</RequestId></ErrorResponse>
            """), Plain(exchange.Body));
    }

    [Theory]
    [InlineData("Action=PutStar", 400, "ValidationError", "Value null at 'name'")]
    [InlineData("Action=PutStar&Name=Andromeda", 400, "ValidationError", "Value 'Andromeda' at 'name'")]
    [InlineData("Action=PutStar&Name=Sol&Count=many", 400, "MalformedInput", "Integer")]
    [InlineData("Action=PutStar&Name=Sol&Names.member.x=1", 400, "MalformedInput", "x is no number")]
    [InlineData("Action=PutStar&Name.x=Sol", 400, "MalformedInput", "not expected")]
    [InlineData("Action=PutStar&a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q=1", 400, "MalformedInput", "16 parts")]
    [InlineData("Action=PutStar&Sizes.entry.1.value=1", 400, "MalformedInput", "no key")]
    [InlineData("Action=LightStar", 400, "InvalidAction", "LightStar for version 2010-05-08")]
    [InlineData("Action=PutStar&Version=1999-01-01", 400, "InvalidAction", "PutStar")]
    [InlineData("Name=Sol", 400, "MissingAction", "Action")]
    public async Task What_cannot_be_read_is_refused(string form, int status, string code, string message)
    {
        var exchange = await SendAsync(form, star => star);
        var error = XDocument.Parse(exchange.Body).Descendants(Xml + "Error").Single();

        Assert.Equal((status, code), (exchange.Status, error.Element(Xml + "Code")!.Value));
        Assert.Contains(message, error.Element(Xml + "Message")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_of_too_many_parameters_or_bytes_is_refused()
    {
        var many = await SendAsync($"Action=PutStar{string.Concat(Enumerable.Repeat("&a=1", 10_000))}", star => star);
        var large = await SendAsync($"Action=PutStar&Name={new string('x', 4 << 20)}", star => star);

        Assert.Contains("MalformedInput", many.Body, StringComparison.Ordinal);
        Assert.Contains("10000 parameters", many.Body, StringComparison.Ordinal);
        Assert.Equal(413, large.Status);
    }

    [Fact]
    public async Task Services_of_the_protocol_share_what_has_been_read_of_an_unsigned_request()
    {
        var others = new ServiceDefinition(Stars.Model with { Name = "others", Operations = [] });
        var exchange = Form("Action=PutStar&Name=Sol", signed: false);
        await exchange.SendAsync(others, Stars.Answering(star => star));

        Assert.Equal(200, exchange.Status);
    }

    private static async Task<Star> ReadAsync(string form)
    {
        Star? read = null;
        await SendAsync($"Action=PutStar&Version=2010-05-08&{form}", star => read = star);
        return read!;
    }

    private static Task<Exchange> SendAsync(string form, Func<Star, Star> answer) => Form(form).SendAsync(Stars.Answering(answer));

    private static Exchange Form(string form, bool signed = true)
    {
        var exchange = new Exchange("POST", "/", form);
        exchange.Http.Request.ContentType = "application/x-www-form-urlencoded; charset=utf-8";
        if (!signed) return exchange;
        exchange.Http.Request.Headers["X-Amz-Date"] = "20240101T000000Z";
        exchange.Http.Request.Headers.Authorization = "AWS4-HMAC-SHA256 Credential=AKID/20240101/us-east-1/stars/aws4_request, SignedHeaders=host, Signature=0";
        return exchange;
    }

    private static string Plain(string xml)
    {
        var text = new StringBuilder();
        foreach (var line in xml.Split('\n')) text.Append(line.Trim());
        return text.ToString();
    }
}
