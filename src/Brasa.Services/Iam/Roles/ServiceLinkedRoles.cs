using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Roles;

/// <summary>Roles that belong to services.</summary>
internal static class ServiceLinkedRoles
{
    private const string PathPrefix = "/aws-service-role/", Suffix = ".amazonaws.com", NamePrefix = "AWSServiceRoleFor", TaskPrefix = "task" + PathPrefix;

    /// <summary>The role of a service, which only the service may become.</summary>
    /// <exception cref="InvalidInputException">The request names no service.</exception>
    public static IamRole Make(RequestContext context, CreateServiceLinkedRoleRequest request)
    {
        var service = request.AWSServiceName;
        if (!service.EndsWith(Suffix, StringComparison.Ordinal) || service.Length == Suffix.Length)
            throw new InvalidInputException($"{service} is no service: give its principal, as lambda{Suffix}.");

        var words = service[..^Suffix.Length].Split('.', '-').Where(word => word.Length > 0).Select(word => char.ToUpperInvariant(word[0]) + word[1..]);
        var suffix = string.IsNullOrEmpty(request.CustomSuffix) ? "" : $"_{request.CustomSuffix}";
        return new IamRole
        {
            Account = context.Account, Name = $"{NamePrefix}{string.Concat(words)}{suffix}", Path = $"{PathPrefix}{service}/", Id = Ids.New(Ids.Role), Created = Descriptions.Whole(context.Time),
            Description = request.Description, Service = service,
            TrustPolicy = $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"{{service}}"},"Action":"sts:AssumeRole"}]}""",
        };
    }

    /// <summary>The error for changing such a role as if it were the account's own.</summary>
    public static UnmodifiableEntityException Protected(IamRole role) =>
        new($"Cannot perform the operation on the protected role '{role.Name}' - this role is only modifiable by AWS");

    public static string DeletionOf(string role) => $"{TaskPrefix}{role}/{Guid.NewGuid()}";

    public static bool IsDeletion(string task) => task.StartsWith(TaskPrefix, StringComparison.Ordinal);
}
