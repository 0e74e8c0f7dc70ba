using System.Net;
using System.Text;
using Brasa.Cli.Lambda;
using static Brasa.Cli.Tests.Lambda.FakeLambda;

namespace Brasa.Cli.Tests.Lambda;

public sealed class LambdaClientTests
{
    private static readonly FunctionDefinition Hello = new("hello", "python3.12", "lambda_function.lambda_handler", "arn:aws:iam::000000000000:role/lambda");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_function_is_created_and_waited_for()
    {
        using var lambda = new FakeLambda(Answer(HttpStatusCode.Created, "{}"), Pending(), Ready());

        await new LambdaClient(lambda.Client).PutFunctionAsync(Hello, [1], Ct);

        Assert.Equal(["POST ", "GET /hello/configuration", "GET /hello/configuration"], lambda.Asked);
    }

    [Fact]
    public async Task A_function_of_that_name_gets_the_code_and_then_the_configuration()
    {
        using var lambda = new FakeLambda(
            Answer(HttpStatusCode.Conflict, """{"Message":"Function already exist: hello"}""", ("x-amzn-ErrorType", "ResourceConflictException")),
            Ready(), Answer(HttpStatusCode.OK, "{}"), Ready(), Answer(HttpStatusCode.OK, "{}"), Ready());

        await new LambdaClient(lambda.Client).PutFunctionAsync(Hello, [1], Ct);

        Assert.Equal(["PUT /hello/code", "PUT /hello/configuration"], lambda.Asked.Where(asked => asked.StartsWith("PUT", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_refusal_is_told_in_the_servers_words()
    {
        using var lambda = new FakeLambda(Answer(HttpStatusCode.BadRequest, """{"message":"No such runtime."}""", ("x-amzn-ErrorType", "InvalidParameterValueException:")));

        var refused = await Assert.ThrowsAsync<CliException>(() => new LambdaClient(lambda.Client).PutFunctionAsync(Hello, [1], Ct));

        Assert.Equal("the server refused with 400 InvalidParameterValueException: No such runtime.", refused.Message);
    }

    [Fact]
    public async Task An_invocation_brings_the_payload_the_log_and_the_kind_of_failure()
    {
        var log = Convert.ToBase64String(Encoding.UTF8.GetBytes("REPORT"));
        using var lambda = new FakeLambda(Answer(HttpStatusCode.OK, "{}", ("X-Amz-Log-Result", log), ("X-Amz-Function-Error", "Unhandled")));

        Assert.Equal(new Invocation("{}", "REPORT", "Unhandled"), await new LambdaClient(lambda.Client).InvokeAsync("hello", [], Ct));
    }

    private static HttpResponseMessage Ready() => Answer(HttpStatusCode.OK, """{"State":"Active","LastUpdateStatus":"Successful"}""");

    private static HttpResponseMessage Pending() => Answer(HttpStatusCode.OK, """{"State":"Pending","LastUpdateStatus":"InProgress"}""");
}
