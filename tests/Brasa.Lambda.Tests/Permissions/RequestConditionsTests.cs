using System.Net;
using Brasa.Contracts.Lambda;
using Brasa.Lambda.Networks;
using Brasa.Lambda.Permissions;

namespace Brasa.Lambda.Tests.Permissions;

public sealed class RequestConditionsTests
{
    private static readonly RequestConditions Conditions = new(new DeclaredNetworks([new Vpc("vpc-1", ["subnet-1", "subnet-2"], ["sg-1"])]));

    [Fact]
    public void A_function_s_network_code_signing_and_layers_are_told()
    {
        var network = new VpcConfig { SubnetIds = ["subnet-1", "subnet-2"], SecurityGroupIds = ["sg-1"] };
        var known = Conditions.Of(new CreateFunctionRequest { FunctionName = "f", CodeSigningConfigArn = "csc", Layers = ["l:1"], VpcConfig = network })!;

        Assert.Equal(["csc"], known["lambda:CodeSigningConfigArn"]);
        Assert.Equal(["l:1"], known["lambda:Layer"]);
        Assert.Equal(["vpc-1"], known["lambda:VpcIds"]);
        Assert.Equal(["subnet-1", "subnet-2"], known["lambda:SubnetIds"]);
        Assert.Equal(["sg-1"], known["lambda:SecurityGroupIds"]);
        Assert.Equal(["lambda:SecurityGroupIds", "lambda:SubnetIds", "lambda:VpcIds"], Conditions.Of(new UpdateFunctionConfigurationRequest { FunctionName = "f", VpcConfig = network })!.Keys.Order());
        Assert.Equal(["csc"], Conditions.Of(new PutFunctionCodeSigningConfigRequest { FunctionName = "f", CodeSigningConfigArn = "csc" })!["lambda:CodeSigningConfigArn"]);
    }

    [Fact]
    public void What_a_request_leaves_out_is_not_there()
    {
        Assert.Empty(Conditions.Of(new CreateFunctionRequest { FunctionName = "f" })!);
        Assert.Empty(Conditions.Of(new CreateFunctionRequest { FunctionName = "f", CodeSigningConfigArn = "", Layers = [], VpcConfig = new VpcConfig { SubnetIds = [], SecurityGroupIds = [] } })!);
        Assert.Equal(["lambda:SubnetIds"], Conditions.Of(new CreateFunctionRequest { FunctionName = "f", VpcConfig = new VpcConfig { SubnetIds = ["subnet-9"] } })!.Keys);
        Assert.Null(Conditions.Of(new GetFunctionRequest { FunctionName = "f" }));
    }

    [Fact]
    public void Who_is_let_in_is_told()
    {
        var known = Conditions.Of(new AddPermissionRequest
        {
            FunctionName = "f", StatementId = "s", Action = "lambda:InvokeFunctionUrl", Principal = "s3.amazonaws.com", FunctionUrlAuthType = FunctionUrlAuthType.AwsIam,
        })!;

        Assert.Equal(["s3.amazonaws.com"], known["lambda:Principal"]);
        Assert.Equal(["AWS_IAM"], known["lambda:FunctionUrlAuthType"]);
    }
}
