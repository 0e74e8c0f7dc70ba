using Brasa.Wire.Hosting;
using Brasa.Wire.Operations;
using Brasa.Wire.Protocols;
using Brasa.Wire.Protocols.RestJson;
using Brasa.Wire.Tests.Samples;

namespace Brasa.Wire.Tests.Protocols.RestJson;

public sealed class RouterTests
{
    private static readonly Router Router = Make(
        ("GET", "/v/functions"),
        ("POST", "/v/functions"),
        ("GET", "/v/functions/{Name}"),
        ("GET", "/v/functions/{Name}/aliases/{Alias}"),
        ("DELETE", "/v/functions/{Name}"),
        ("GET", "/v/functions/special"),
        ("GET", "/v/functions/special/only"),
        ("GET", "/v/layers"),
        ("GET", "/v/layers?find=LayerVersion"),
        ("GET", "/v/objects/{Key+}"),
        ("GET", "/v/objects/{Key+}/acl"));

    [Theory]
    [InlineData("GET", "/v/functions", "GET /v/functions")]
    [InlineData("POST", "/v/functions", "POST /v/functions")]
    [InlineData("GET", "/v/functions/", "GET /v/functions")]
    [InlineData("GET", "/v/functions?Marker=x", "GET /v/functions")]
    [InlineData("GET", "http://host:4566/v/functions", "GET /v/functions")]
    [InlineData("GET", "/v/functions/special", "GET /v/functions/special")]
    [InlineData("GET", "/v/layers?x=1&find=LayerVersion&Arn=a", "GET /v/layers?find=LayerVersion")]
    [InlineData("GET", "/v/layers?find=Other", "GET /v/layers")]
    public void The_method_path_and_query_literals_name_the_operation(string method, string target, string operation) =>
        Assert.Equal(operation, Find(method, target)?.Operation.Descriptor.Name);

    [Theory]
    [InlineData("/v/functions/hello", "hello")]
    [InlineData("/v/functions/hello/", "hello")]
    [InlineData("/v/functions/a%2Fb", "a/b")]
    [InlineData("/v/functions/a%252Fb", "a%2Fb")]
    [InlineData("/v/functions/arn:aws:lambda:us-east-1:123456789012:function:f", "arn:aws:lambda:us-east-1:123456789012:function:f")]
    [InlineData("/v/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A123456789012%3Afunction%3Af", "arn:aws:lambda:us-east-1:123456789012:function:f")]
    [InlineData("/v/functions/..", "..")]
    [InlineData("/v/functions/%2e%2e%2f", "../")]
    [InlineData("/v/functions/a+b%20c", "a+b c")]
    [InlineData("/v/functions/%zz", "%zz")]
    public void A_label_is_one_raw_segment_decoded_once(string target, string name) => Assert.Equal(name, Find("GET", target)?.Labels["Name"]);

    [Fact]
    public void A_literal_that_leads_nowhere_gives_way_to_a_label() =>
        Assert.Equal("special", Find("GET", "/v/functions/special/aliases/live")?.Labels["Name"]);

    [Fact]
    public void A_literal_that_lacks_the_method_gives_way_to_a_label() =>
        Assert.Equal("special", Find("DELETE", "/v/functions/special")?.Labels["Name"]);

    [Theory]
    [InlineData("/v/objects/a/b/", "a/b/", "GET /v/objects/{Key+}")]
    [InlineData("/v/objects/a", "a", "GET /v/objects/{Key+}")]
    [InlineData("/v/objects/a/b%2Fc/d", "a/b/c/d", "GET /v/objects/{Key+}")]
    [InlineData("/v/objects/a/b/acl", "a/b", "GET /v/objects/{Key+}/acl")]
    public void A_greedy_label_takes_what_its_suffix_leaves(string target, string key, string operation)
    {
        var found = Find("GET", target);

        Assert.Equal(key, found?.Labels["Key"]);
        Assert.Equal(operation, found?.Operation.Descriptor.Name);
    }

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "*")]
    [InlineData("GET", "/v")]
    [InlineData("GET", "/v//functions")]
    [InlineData("GET", "/v/functions//aliases/live")]
    [InlineData("DELETE", "/v/functions")]
    [InlineData("GET", "/V/functions")]
    [InlineData("GET", "/v/functions/f/unknown")]
    public void What_no_template_has_is_not_found(string method, string target) => Assert.Null(Find(method, target));

    private static (BoundOperation Operation, UriLabels Labels)? Find(string method, string target) =>
        Router.Find(method, RawTarget.Parse(target));

    private static Router Make(params (string Method, string Template)[] routes)
    {
        OperationDescriptor[] operations = [.. routes.Select(route =>
            new OperationDescriptor<DeleteThingRequest, UploadResponse>($"{route.Method} {route.Template}", DeleteThingRequest.WireSchema, null)
            {
                Method = route.Method, UriTemplate = route.Template, SuccessStatus = 200, Errors = [],
            })];
        var model = new ServiceModel("test", operations) { SigningName = "test", EndpointPrefix = "test", Protocols = ["rest-json"], ApiVersion = "2020-01-01" };
        return new Router(new ServiceDefinition(model).Operations);
    }
}
