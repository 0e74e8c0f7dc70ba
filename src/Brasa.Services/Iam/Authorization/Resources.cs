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
    public static IReadOnlyDictionary<string, string> ConditionsOf(OperationDescriptor operation, object request)
    {
        var conditions = new Dictionary<string, string>();
        if (operation.Input.ReadText(request, "PolicyArn") is { } policy) conditions["iam:PolicyARN"] = policy;
        if (operation.Input.ReadText(request, "PermissionsBoundary") is { } boundary) conditions["iam:PermissionsBoundary"] = boundary;
        if (operation.Input.ReadText(request, "AWSServiceName") is { } service) conditions["iam:AWSServiceName"] = service;
        return conditions;
    }
}
