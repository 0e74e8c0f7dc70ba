using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Policies;

namespace Brasa.Services.Iam.Account;

/// <summary>Decides requests by the policies of a user, group or role, and those given with them.</summary>
internal sealed class SimulatePrincipalPolicy(PolicySimulator simulator) : IOperation<SimulatePrincipalPolicyRequest, SimulatePolicyResponse>
{
    public Task<SimulatePolicyResponse> HandleAsync(SimulatePrincipalPolicyRequest request, RequestContext context, CancellationToken ct)
    {
        var caller = simulator.CallerOf(request.CallerArn ?? request.PolicySourceArn, context.Account);
        var policies = simulator.PoliciesOf(request.PolicySourceArn, request.PolicyInputList);
        if (PolicySimulator.Read(request.PermissionsBoundaryPolicyInputList, PolicyKind.Identity) is { } boundary) policies = policies with { Boundary = boundary };
        return Task.FromResult(PolicySimulator.Simulate(
            new Simulation(caller, policies, request.ActionNames, request.ResourceArns, request.ResourcePolicy, request.ResourceOwner, request.ContextEntries),
            request.MaxItems, request.Marker));
    }
}
