using Brasa.Contracts.Lambda;
using Brasa.Contracts.Tests.Models;
using Brasa.Core.Errors;
using Brasa.Wire.Validation;

namespace Brasa.Contracts.Tests.Lambda;

public sealed class PatchTests
{
    [Fact]
    public void A_timeout_ends_at_900_seconds() => Refused(
        new() { FunctionName = "f", Timeout = 901 },
        "Value '901' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to 900");

    [Fact]
    public void Memory_ends_at_10240_megabytes() => Refused(
        new() { FunctionName = "f", MemorySize = 10_241 },
        "Value '10241' at 'memorySize' failed to satisfy constraint: Member must have value less than or equal to 10240");

    [Fact]
    public void An_unknown_runtime_is_left_to_the_operation()
    {
        var request = new UpdateFunctionConfigurationRequest { FunctionName = "f", Runtime = new Runtime("cobol") };

        Validator.Check(UpdateFunctionConfigurationRequest.WireSchema, request);
        Assert.False(request.Runtime.Value.IsKnown);
        Assert.True(Runtime.Python3_12.IsKnown);
    }

    [Fact]
    public void Every_change_to_the_model_says_why()
    {
        var shapes = ModelFile.Read("lambda.patch.json").GetProperty("shapes").EnumerateObject();

        Assert.All(shapes, shape => Assert.NotEmpty(shape.Value.GetProperty("why").GetString()!));
    }

    private static void Refused(UpdateFunctionConfigurationRequest request, string failure)
    {
        var error = Assert.Throws<AwsException>(() => Validator.Check(UpdateFunctionConfigurationRequest.WireSchema, request));

        Assert.Equal($"1 validation error detected: {failure}", error.Message);
    }
}
