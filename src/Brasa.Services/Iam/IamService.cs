using Brasa.Contracts.Iam;
using Brasa.Core.Events;
using Brasa.Core.Identity;
using Brasa.Core.Operations;
using Brasa.Core.Storage;
using Brasa.Services.Iam.AccessKeys;
using Brasa.Services.Iam.Account;
using Brasa.Services.Iam.Authorization;
using Brasa.Services.Iam.Groups;
using Brasa.Services.Iam.Identities;
using Brasa.Services.Iam.ManagedPolicies;
using Brasa.Services.Iam.Roles;
using Brasa.Services.Iam.Users;
using Brasa.Services.Sts;
using Brasa.Wire.Hosting;
using Brasa.Wire.Operations;

namespace Brasa.Services.Iam;

/// <summary>AWS IAM: who there is, and what they may do.</summary>
public sealed class IamService : IDisposable
{
    private readonly IamStore store;
    private readonly PrincipalDirectory principals;
    private readonly KeyStore keys;
    private readonly PolicyTexts texts = new();
    private readonly ServicePermissions permissions;

    private IamService(IamStore store, ISealer secrets, TimeProvider clock)
    {
        this.store = store;
        principals = new PrincipalDirectory(store);
        Sessions = new SessionTokens(secrets);
        keys = new KeyStore(store, secrets, Sessions);
        permissions = new ServicePermissions(texts, clock);
        Roles = new ServiceRoles(store, Sessions, permissions, clock);
    }

    /// <summary>The keys that requests are signed with.</summary>
    public IAccessKeys Keys => keys;

    /// <summary>The roles that services become.</summary>
    public IServiceRoles Roles { get; }

    /// <summary>What the policies of resources let services do.</summary>
    public IResourcePolicies ResourcePolicies => permissions;

    internal SessionTokens Sessions { get; }

    /// <summary>Loads what is stored, and is ready for requests when it returns.</summary>
    /// <param name="resources">Where identities are stored.</param>
    /// <param name="secrets">What encrypts their keys.</param>
    /// <param name="clock">Time.</param>
    /// <param name="ct">Ends the start.</param>
    public static async Task<IamService> StartAsync(IResourceStore resources, ISealer secrets, TimeProvider clock, CancellationToken ct)
    {
        var store = new IamStore(resources);
        await store.LoadAsync(ct);
        return new IamService(store, secrets, clock);
    }

    /// <summary>Lets principals do what policies allow.</summary>
    /// <param name="resources">The resources of other services, by ARN.</param>
    public IAuthorizer CreateAuthorizer(Func<string, KnownResource> resources) => new PolicyAuthorizer(
        principals, texts, TrustPolicyOf, arn => Resources.TagsOf(arn, store) is { } tags ? new KnownResource(Policy: null, tags) : resources(arn));

    /// <summary>The service for the wire.</summary>
    /// <param name="authorizer">Asked where an operation is about more than one identity.</param>
    public ServiceDefinition CreateDefinition(IAuthorizer authorizer) => Define(store, keys, authorizer);

    /// <summary>STS, which turns these identities into others for a while.</summary>
    /// <param name="authorizer">Who may become whom.</param>
    public ServiceDefinition CreateSts(IAuthorizer authorizer) => StsService.Define(store, keys, Sessions, authorizer);

    /// <summary>Whether the root user of an account has a key.</summary>
    public bool HasRootKey(string account) => !keys.List(account, null).IsEmpty;

    /// <summary>Makes another key for the root user of an account; where there are two, in place of a disabled one.</summary>
    public Task<AddedRootKey> AddRootKeyAsync(string account, DateTimeOffset now, CancellationToken ct) => keys.AddRootAsync(account, now, ct);

    /// <inheritdoc />
    public void Dispose() => store.Dispose();

    private string? TrustPolicyOf(string arn) => Arn.TryParse(arn) is { Service: "iam" } parsed && parsed.Resource.StartsWith("role/", StringComparison.Ordinal)
        ? store.Get(parsed.Account).Roles.GetValueOrDefault(Sts.Sessions.RoleNameOf(arn))?.TrustPolicy
        : null;

    private static ServiceDefinition Define(IamStore store, KeyStore keys, IAuthorizer authorizer)
    {
        var roles = new IdentityKind<IamRole>(store, IdentityRules.Roles, account => account.Roles, (account, all) => account with { Roles = all });
        var users = new IdentityKind<IamUser>(store, IdentityRules.Users, account => account.Users, (account, all) => account with { Users = all });
        var groups = new IdentityKind<IamGroup>(store, IdentityRules.Groups, account => account.Groups, (account, all) => account with { Groups = all });
        var policies = new ManagedPolicyStore(store);
        var simulator = new PolicySimulator(store);
        return new ServiceDefinition(IamOperations.Service)
            {
                ResourceOf = (operation, request, context) => Resources.Of(operation, request, context, store.Get(context.Account)),
                ConditionsOf = (operation, request, context) => Resources.ConditionsOf(operation, request, store.Get(context.Account)),
                InternalError = static () => new ServiceFailureException("The server failed to carry out the request. Its log tells more."),
            }
            .Handle(IamOperations.AddUserToGroup, new AddUserToGroup(users))
            .Handle(IamOperations.AttachGroupPolicy, new AttachGroupPolicy(groups))
            .Handle(IamOperations.AttachRolePolicy, new AttachRolePolicy(roles))
            .Handle(IamOperations.AttachUserPolicy, new AttachUserPolicy(users))
            .Handle(IamOperations.CreateAccessKey, new CreateAccessKey(keys))
            .Handle(IamOperations.CreateGroup, new CreateGroup(groups))
            .Handle(IamOperations.CreatePolicy, new CreatePolicy(policies))
            .Handle(IamOperations.CreatePolicyVersion, new CreatePolicyVersion(policies))
            .Handle(IamOperations.CreateRole, new CreateRole(roles))
            .Handle(IamOperations.CreateServiceLinkedRole, new CreateServiceLinkedRole(roles))
            .Handle(IamOperations.CreateUser, new CreateUser(users))
            .Handle(IamOperations.DeleteAccessKey, new DeleteAccessKey(keys))
            .Handle(IamOperations.DeleteGroup, new DeleteGroup(groups))
            .Handle(IamOperations.DeleteGroupPolicy, new DeleteGroupPolicy(groups))
            .Handle(IamOperations.DeletePolicy, new DeletePolicy(policies))
            .Handle(IamOperations.DeletePolicyVersion, new DeletePolicyVersion(policies))
            .Handle(IamOperations.DeleteRole, new DeleteRole(roles))
            .Handle(IamOperations.DeleteRolePermissionsBoundary, new DeleteRolePermissionsBoundary(roles))
            .Handle(IamOperations.DeleteRolePolicy, new DeleteRolePolicy(roles))
            .Handle(IamOperations.DeleteServiceLinkedRole, new DeleteServiceLinkedRole(roles))
            .Handle(IamOperations.DeleteUser, new DeleteUser(users))
            .Handle(IamOperations.DeleteUserPermissionsBoundary, new DeleteUserPermissionsBoundary(users))
            .Handle(IamOperations.DeleteUserPolicy, new DeleteUserPolicy(users))
            .Handle(IamOperations.DetachGroupPolicy, new DetachGroupPolicy(groups))
            .Handle(IamOperations.DetachRolePolicy, new DetachRolePolicy(roles))
            .Handle(IamOperations.DetachUserPolicy, new DetachUserPolicy(users))
            .Handle(IamOperations.GetAccountSummary, new GetAccountSummary(store))
            .Handle(IamOperations.GetGroup, new GetGroup(groups, users))
            .Handle(IamOperations.GetGroupPolicy, new GetGroupPolicy(groups))
            .Handle(IamOperations.GetPolicy, new GetPolicy(policies))
            .Handle(IamOperations.GetPolicyVersion, new GetPolicyVersion(policies))
            .Handle(IamOperations.GetRole, new GetRole(roles))
            .Handle(IamOperations.GetRolePolicy, new GetRolePolicy(roles))
            .Handle(IamOperations.GetServiceLinkedRoleDeletionStatus, new GetServiceLinkedRoleDeletionStatus())
            .Handle(IamOperations.GetUser, new GetUser(users))
            .Handle(IamOperations.GetUserPolicy, new GetUserPolicy(users))
            .Handle(IamOperations.ListAccessKeys, new ListAccessKeys(keys))
            .Handle(IamOperations.ListAccountAliases, new ListAccountAliases())
            .Handle(IamOperations.ListAttachedGroupPolicies, new ListAttachedGroupPolicies(groups))
            .Handle(IamOperations.ListAttachedRolePolicies, new ListAttachedRolePolicies(roles))
            .Handle(IamOperations.ListAttachedUserPolicies, new ListAttachedUserPolicies(users))
            .Handle(IamOperations.ListEntitiesForPolicy, new ListEntitiesForPolicy(policies, store))
            .Handle(IamOperations.ListGroupPolicies, new ListGroupPolicies(groups))
            .Handle(IamOperations.ListGroups, new ListGroups(groups))
            .Handle(IamOperations.ListGroupsForUser, new ListGroupsForUser(users, groups))
            .Handle(IamOperations.ListInstanceProfilesForRole, new ListInstanceProfilesForRole(roles))
            .Handle(IamOperations.ListPolicies, new ListPolicies(policies))
            .Handle(IamOperations.ListPolicyTags, new ListPolicyTags(policies))
            .Handle(IamOperations.ListPolicyVersions, new ListPolicyVersions(policies))
            .Handle(IamOperations.ListRolePolicies, new ListRolePolicies(roles))
            .Handle(IamOperations.ListRoleTags, new ListRoleTags(roles))
            .Handle(IamOperations.ListRoles, new ListRoles(roles))
            .Handle(IamOperations.ListUserPolicies, new ListUserPolicies(users))
            .Handle(IamOperations.ListUserTags, new ListUserTags(users))
            .Handle(IamOperations.ListUsers, new ListUsers(users))
            .Handle(IamOperations.PutGroupPolicy, new PutGroupPolicy(groups))
            .Handle(IamOperations.PutRolePermissionsBoundary, new PutRolePermissionsBoundary(roles))
            .Handle(IamOperations.PutRolePolicy, new PutRolePolicy(roles))
            .Handle(IamOperations.PutUserPermissionsBoundary, new PutUserPermissionsBoundary(users))
            .Handle(IamOperations.PutUserPolicy, new PutUserPolicy(users))
            .Handle(IamOperations.RemoveUserFromGroup, new RemoveUserFromGroup(users))
            .Handle(IamOperations.SetDefaultPolicyVersion, new SetDefaultPolicyVersion(policies))
            .Handle(IamOperations.SimulateCustomPolicy, new SimulateCustomPolicy(simulator))
            .Handle(IamOperations.SimulatePrincipalPolicy, new SimulatePrincipalPolicy(simulator))
            .Handle(IamOperations.TagPolicy, new TagPolicy(policies))
            .Handle(IamOperations.TagRole, new TagRole(roles))
            .Handle(IamOperations.TagUser, new TagUser(users))
            .Handle(IamOperations.UntagPolicy, new UntagPolicy(policies))
            .Handle(IamOperations.UntagRole, new UntagRole(roles))
            .Handle(IamOperations.UntagUser, new UntagUser(users))
            .Handle(IamOperations.UpdateAccessKey, new UpdateAccessKey(keys))
            .Handle(IamOperations.UpdateAssumeRolePolicy, new UpdateAssumeRolePolicy(roles))
            .Handle(IamOperations.UpdateGroup, new UpdateGroup(store, authorizer))
            .Handle(IamOperations.UpdateRole, new UpdateRole(roles))
            .Handle(IamOperations.UpdateRoleDescription, new UpdateRoleDescription(roles))
            .Handle(IamOperations.UpdateUser, new UpdateUser(users, authorizer));
    }
}
