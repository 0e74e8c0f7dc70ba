using Brasa.Core.Identity;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;
using Brasa.Wire.Operations;

namespace Brasa.Services.Iam.Authorization;

/// <summary>What requests to IAM are about, by ARN: policies are asked about that.</summary>
/// <remarks>Service authorization reference, "Actions, resources, and condition keys for AWS Identity and Access Management".</remarks>
internal static class Resources
{
    private const string Policy = "policy";

    /// <summary>The ARN of who or what a request names; of the caller, where an operation on users names nobody.</summary>
    public static string Of(OperationDescriptor operation, object request, RequestContext context, IamAccount account)
    {
        string? Read(string member) => operation.Input.ReadText(request, member);

        if (Read("RoleName") is { } role) return account.Roles.GetValueOrDefault(role)?.Arn ?? New(IamRole.ArnKind, role);
        if (Read("GroupName") is { } group) return account.Groups.GetValueOrDefault(group)?.Arn ?? New(IamGroup.ArnKind, group);
        if (Read("UserName") is { } user) return account.Users.GetValueOrDefault(user)?.Arn ?? New(IamUser.ArnKind, user);
        if (operation.Input.Members.Any(member => member.Name == "UserName")) return context.Principal.Arn;
        return Read("PolicyArn") ?? (Read("PolicyName") is { } policy ? New(Policy, policy) : Read("PolicySourceArn") ?? "*");

        string New(string kind, string name) => $"arn:{Arn.DefaultPartition}:iam::{context.Account}:{kind}{Read("Path") ?? "/"}{name}";
    }

    /// <summary>What conditions may ask of a request beside that.</summary>
    public static Dictionary<string, string[]> ConditionsOf(OperationDescriptor operation, object request, IamAccount account)
    {
        string? Read(string member) => operation.Input.ReadText(request, member);

        var conditions = new Dictionary<string, string[]>();
        if (Read("PolicyArn") is { } policy) conditions["iam:PolicyARN"] = [policy];
        if (Read("AWSServiceName") is { } service) conditions["iam:AWSServiceName"] = [service];

        // The one that is asked for; else the one that whom the request is about has, so that a policy can leave those to others who have none.
        Identity? identity = Read("RoleName") is { } role ? account.Roles.GetValueOrDefault(role) : Read("UserName") is { } user ? account.Users.GetValueOrDefault(user) : null;
        if ((Read("PermissionsBoundary") ?? identity?.Boundary) is { } boundary) conditions["iam:PermissionsBoundary"] = [boundary];
        return conditions;
    }

    /// <summary>The tags of a role, user or managed policy; <c>null</c> for anything else.</summary>
    public static IReadOnlyDictionary<string, string>? TagsOf(string arn, IamStore store)
    {
        if (Arn.TryParse(arn) is not { Service: "iam" } parsed) return null;
        var (account, name) = (store.Get(parsed.Account), parsed.Resource[(parsed.Resource.LastIndexOf('/') + 1)..]);
        return parsed.Resource.Split('/')[0] switch
        {
            IamRole.ArnKind when account.Roles.GetValueOrDefault(name) is { } role && role.Arn == arn => role.Tags,
            IamUser.ArnKind when account.Users.GetValueOrDefault(name) is { } user && user.Arn == arn => user.Tags,
            Policy => account.FindPolicy(arn)?.Tags,
            _ => null,
        };
    }
}
