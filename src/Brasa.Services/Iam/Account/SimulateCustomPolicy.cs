using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Policies;

namespace Brasa.Services.Iam.Account;

/// <summary>Decides requests by policies that are given with them.</summary>
internal sealed class SimulateCustomPolicy(PolicySimulator simulator) : IOperation<SimulateCustomPolicyRequest, SimulatePolicyResponse>
{
    public Task<SimulatePolicyResponse> HandleAsync(SimulateCustomPolicyRequest request, RequestContext context, CancellationToken ct)
    {
        var policies = new PrincipalPolicies(
            PolicySimulator.Read(request.PolicyInputList, PolicyKind.Identity)!, PolicySimulator.Read(request.PermissionsBoundaryPolicyInputList, PolicyKind.Identity));
        var caller = request.CallerArn is { } arn ? simulator.CallerOf(arn, context.Account) : Caller.User($"arn:aws:iam::{context.Account}:user/simulated");
        return Task.FromResult(PolicySimulator.Simulate(
            new Simulation(caller, policies, request.ActionNames, request.ResourceArns, request.ResourcePolicy, request.ResourceOwner, request.ContextEntries), request.MaxItems, request.Marker));
    }
}
