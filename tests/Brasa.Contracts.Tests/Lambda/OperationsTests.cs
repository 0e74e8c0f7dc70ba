using Brasa.Contracts.Lambda;
using Brasa.Contracts.Tests.Models;
using Brasa.Core.Operations;
using Brasa.Wire.Schemas;

namespace Brasa.Contracts.Tests.Lambda;

public sealed class OperationsTests
{
    private const int OperationCount = 85;

    [Fact]
    public void Every_operation_of_the_model_has_a_descriptor()
    {
        var modelled = ModelFile.Read("lambda.json").GetProperty("operations").EnumerateObject().Select(operation => operation.Name).ToList();

        Assert.Equal(OperationCount, modelled.Count);
        Assert.Equal(modelled, LambdaOperations.Service.Operations.Select(operation => operation.Name));
    }

    [Fact]
    public void Descriptors_say_what_the_model_says()
    {
        var create = LambdaOperations.CreateFunction;

        Assert.Equal(("POST", "/2015-03-31/functions", 201), (create.Method, create.UriTemplate, create.SuccessStatus));
        Assert.Contains("ResourceConflictException", create.Errors);
        Assert.IsType<StructureSchema<FunctionConfiguration>>(create.Output);
        Assert.Null(LambdaOperations.DeleteAlias.Output);
        Assert.True(LambdaOperations.GetFunction.IsReadOnly);
        Assert.True(LambdaOperations.InvokeAsync is { IsDeprecated: true, StreamsInput: true });
        Assert.True(LambdaOperations.InvokeWithResponseStream is { StreamsInput: false, StreamsOutput: true });
        Assert.False(LambdaOperations.Invoke.StreamsOutput);
    }

    [Fact]
    public void Every_schema_can_be_laid_out()
    {
        foreach (var operation in LambdaOperations.Service.Operations)
        {
            Assert.NotNull(operation.Input.Members);
            Assert.True(operation.Output is null || operation.Output.Members is not null);
        }
    }

    [Fact]
    public void The_service_names_itself() => Assert.Equal(
        ("lambda", "lambda", "lambda", "rest-json"),
        (LambdaOperations.Service.Name, LambdaOperations.Service.SigningName, LambdaOperations.Service.EndpointPrefix, Assert.Single(LambdaOperations.Service.Protocols)));

    [Fact]
    public void Operations_with_no_output_answer_with_none() =>
        Assert.IsAssignableFrom<IOperation<DeleteAliasRequest, NoOutput>>(new Deleting());

    private sealed class Deleting : IOperation<DeleteAliasRequest, NoOutput>
    {
        public Task<NoOutput> HandleAsync(DeleteAliasRequest request, RequestContext context, CancellationToken ct) => Task.FromResult(NoOutput.Value);
    }
}
