using Brasa.Contracts.Operator;
using Brasa.Core.Metering;
using Brasa.Wire.Hosting;

namespace Brasa.Services.Billing;

/// <summary>Brasa's own operations, served as those of AWS's services are.</summary>
public static class OperatorService
{
    /// <summary>The service for the wire.</summary>
    /// <param name="usage">What was used.</param>
    /// <param name="own">The operator's prices.</param>
    /// <param name="aws">AWS's.</param>
    public static ServiceDefinition Define(IUsage usage, PriceBook own, PriceBook aws) =>
        new ServiceDefinition(OperatorOperations.Service).Handle(OperatorOperations.GetBill, new GetBill(usage, own, aws));
}
