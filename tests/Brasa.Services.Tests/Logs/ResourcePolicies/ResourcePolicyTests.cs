using Brasa.Contracts.Logs;
using Brasa.Core.Operations;
using Brasa.Services.Logs.ResourcePolicies;
using Brasa.Services.Tests.Logs.Support;

namespace Brasa.Services.Tests.Logs.ResourcePolicies;

public sealed class ResourcePolicyTests : LogsTest
{
    private const string Document = """{"Version":"2012-10-17","Statement":[]}""";

    [Fact]
    public async Task Policies_are_of_the_account_or_of_a_group()
    {
        await Logs.CreateGroupAsync();
        await PutAsync("mine");
        var ofGroup = await PutAsync(null, RunningLogs.Group);

        Assert.Equal(["mine"], (await ListAsync(new DescribeResourcePoliciesRequest())).Select(policy => policy.PolicyName));
        var found = Assert.Single(await ListAsync(new DescribeResourcePoliciesRequest { PolicyScope = PolicyScope.Resource }));
        Assert.Equal(("arn:aws:logs:us-east-1:111122223333:log-group:/app/group", Document, ofGroup.RevisionId), (found.ResourceArn, found.PolicyDocument, found.RevisionId));
    }

    [Fact]
    public async Task A_policy_is_changed_and_deleted_as_long_as_nobody_else_has_changed_it()
    {
        var first = await PutAsync("mine");
        var second = await PutAsync("mine", revision: first.RevisionId);

        await IsRefusedAsync<OperationAbortedException>("", () => PutAsync("mine", revision: first.RevisionId));
        await IsRefusedAsync<OperationAbortedException>("", () => DeleteAsync("mine", first.RevisionId));
        await DeleteAsync("mine", second.RevisionId);
        await IsRefusedAsync<ResourceNotFoundException>("Policy with name [mine] does not exist.", () => DeleteAsync("mine", null));
    }

    [Fact]
    public async Task An_account_has_ten_policies_all_of_them_JSON()
    {
        await IsRefusedAsync<InvalidParameterException>("", () => PutAsync("bad", document: "{"));
        for (var i = 0; i < 10; i++) await PutAsync($"{i}");

        await IsRefusedAsync<LimitExceededException>("Resource limit exceeded.", () => PutAsync("one more"));
    }

    private Task<PutResourcePolicyResponse> PutAsync(string? name, string? resource = null, string? revision = null, string document = Document) =>
        new PutResourcePolicy(Logs.Policies, Logs.Groups).HandleAsync(
            new PutResourcePolicyRequest
            {
                PolicyName = name, PolicyDocument = document, ExpectedRevisionId = revision,
                ResourceArn = resource is null ? null : $"arn:aws:logs:us-east-1:111122223333:log-group:{resource}:*",
            }, Logs.Context(), Ct);

    private Task<NoOutput> DeleteAsync(string name, string? revision) => new DeleteResourcePolicy(Logs.Policies, Logs.Groups).HandleAsync(
        new DeleteResourcePolicyRequest { PolicyName = name, ExpectedRevisionId = revision }, Logs.Context(), Ct);

    private async Task<IReadOnlyList<ResourcePolicy>> ListAsync(DescribeResourcePoliciesRequest request) =>
        (await new DescribeResourcePolicies(Logs.Policies).HandleAsync(request, Logs.Context(), Ct)).ResourcePolicies!;
}
