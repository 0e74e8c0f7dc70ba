using System.Net;
using Brasa.Cli.Aws;
using Brasa.Cli.Logs;
using Brasa.Cli.Tests.Lambda;
using static Brasa.Cli.Tests.Lambda.FakeLambda;

namespace Brasa.Cli.Tests.Logs;

public sealed class FunctionLogTests
{
    [Fact]
    public async Task A_function_logs_where_its_configuration_says()
    {
        using var lambda = new FakeLambda(Answer(HttpStatusCode.OK, """{"FunctionName":"hello","LoggingConfig":{"LogFormat":"Text","LogGroup":"/mine"}}"""));
        Assert.Equal(new FunctionLog("/mine", "eu-west-1"), await FindAsync(lambda, "hello"));
        Assert.Equal(["GET /hello/configuration"], lambda.Asked);
    }

    [Theory]
    [InlineData("hello", "eu-west-1")]
    [InlineData("hello:7", "eu-west-1")]
    [InlineData("123456789012:function:hello", "eu-west-1")]
    [InlineData("arn:aws:lambda:ap-south-1:123456789012:function:hello", "ap-south-1")]
    [InlineData("arn:aws:lambda:us-gov-west-1:123456789012:function:hello:$LATEST", "us-gov-west-1")]
    public async Task One_that_is_gone_has_left_its_log_where_functions_log_by_default(string function, string region)
    {
        using var lambda = new FakeLambda(Answer(HttpStatusCode.NotFound, "{}", ("x-amzn-ErrorType", "ResourceNotFoundException")));
        Assert.Equal(new FunctionLog("/aws/lambda/hello", region), await FindAsync(lambda, function));
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("arn:aws:lambda:nowhere:1:function:hello")]
    [InlineData("")]
    public async Task What_is_no_function_is_refused(string function)
    {
        using var lambda = new FakeLambda();
        await Assert.ThrowsAsync<CliException>(() => FindAsync(lambda, function));
    }

    private static async Task<FunctionLog> FindAsync(FakeLambda lambda, string function)
    {
        using var aws = new AwsClient(lambda.Client, new Caller(null, "eu-west-1", ""), TimeProvider.System);
        return await FunctionLog.FindAsync(aws, function, TestContext.Current.CancellationToken);
    }
}
