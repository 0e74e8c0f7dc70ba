using Brasa.Core.Errors;
using Brasa.Core.Identity;
using Brasa.Core.Operations;

namespace Brasa.Server.Tests;

public sealed class LocalAuthorizerTests
{
    private const string Own = "arn:aws:lambda:us-east-1:123456789012:function:other";
    private const string Foreign = "arn:aws:lambda:us-east-1:999999999999:function:other";

    private static readonly Principal Account = new AccountPrincipal("123456789012");
    private static readonly Principal Function = new FunctionPrincipal("123456789012", "arn:aws:iam::123456789012:role/r", Own);

    private readonly LocalAuthorizer authorizer = new();

    [Fact]
    public void An_account_may_do_everything_in_itself()
    {
        authorizer.Authorize("lambda:CreateFunction", Own, Context(Account));
        authorizer.Authorize("lambda:ListFunctions", "*", Context(Account));
    }

    [Theory]
    [InlineData("lambda:InvokeFunction")]
    [InlineData("sqs:SendMessage")]
    [InlineData("sqs:ReceiveMessage")]
    public void A_function_may_use_what_is_in_its_account(string action) => authorizer.Authorize(action, Own, Context(Function));

    [Theory]
    [InlineData("sqs:DeleteQueue", Own)]
    [InlineData("lambda:GetFunction", Own)]
    [InlineData("lambda:UpdateFunctionCode", Own)]
    [InlineData("lambda:ListFunctions", "*")]
    [InlineData("lambda:InvokeFunction", Foreign)]
    public void A_function_may_do_nothing_else(string action, string resource)
    {
        var refusal = Assert.Throws<AwsException>(() => authorizer.Authorize(action, resource, Context(Function)));

        Assert.Equal(("AccessDeniedException", 403), (refusal.Code, refusal.Status));
        Assert.StartsWith($"User: arn:aws:iam::123456789012:role/r is not authorized to perform: {action} on resource: {resource}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_account_may_not_reach_into_another() =>
        Assert.Throws<AwsException>(() => authorizer.Authorize("lambda:InvokeFunction", Foreign, Context(Account)));

    private static RequestContext Context(Principal principal) => new()
    {
        RequestId = "id",
        Account = principal.Account,
        Region = "us-east-1",
        Principal = principal,
        Endpoint = "http://127.0.0.1:4566",
        Time = DateTimeOffset.UnixEpoch,
    };
}
