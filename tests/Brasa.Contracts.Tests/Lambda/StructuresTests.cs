using Brasa.Contracts.Lambda;
using Brasa.Core.Errors;
using Brasa.Wire.Validation;

namespace Brasa.Contracts.Tests.Lambda;

public sealed class StructuresTests
{
    [Fact]
    public void Sensitive_members_are_not_printed()
    {
        var request = new InvocationRequest { FunctionName = "hello", Payload = "secret"u8.ToArray() };

        Assert.Contains("FunctionName = hello", request.ToString());
        Assert.Contains("Payload = ***", request.ToString());
        Assert.DoesNotContain("secret", request.ToString());
    }

    [Fact]
    public void A_required_number_left_out_is_missing_and_not_zero()
    {
        var missing = Assert.Throws<AwsException>(
            () => Validator.Check(PutFunctionConcurrencyRequest.WireSchema, new PutFunctionConcurrencyRequest { FunctionName = "f" }));

        Assert.Contains("Value null at 'reservedConcurrentExecutions'", missing.Message);
        Validator.Check(
            PutFunctionConcurrencyRequest.WireSchema, new PutFunctionConcurrencyRequest { FunctionName = "f", ReservedConcurrentExecutions = 0 });
    }

    [Fact]
    public void Records_are_values() => Assert.Equal(
        new InvocationRequest { FunctionName = "f" } with { Qualifier = "1" }, new InvocationRequest { FunctionName = "f", Qualifier = "1" });

    [Fact]
    public void Errors_know_their_code_status_and_members()
    {
        var error = new TooManyRequestsException("Rate Exceeded.") { Reason = ThrottleReason.ReservedFunctionConcurrentInvocationLimitExceeded };

        Assert.Equal(("TooManyRequestsException", 429, "User"), (error.Code, error.Status, error.Type));
        Assert.Equal("Service", new ServiceException("Sorry.").Type);
    }

    [Fact]
    public void Environment_variables_are_not_shown_in_validation_messages()
    {
        var request = new UpdateFunctionConfigurationRequest
        {
            FunctionName = "f",
            Environment = new Contracts.Lambda.Environment { Variables = new Dictionary<string, string> { ["1NVALID"] = "hunter2" } },
        };

        var error = Assert.Throws<AwsException>(() => Validator.Check(UpdateFunctionConfigurationRequest.WireSchema, request));

        Assert.StartsWith("1 validation error detected: Value at 'environment.variables' failed to satisfy constraint: Map keys must satisfy", error.Message);
        Assert.DoesNotContain("hunter2", error.Message);
    }
}
