using System.Text.Json;
using Brasa.Core.Identity;
using Brasa.Services.Iam.Policies.Matching;

namespace Brasa.Services.Iam.Policies.Syntax;

/// <summary>Reads whom a statement is about: <c>"*"</c>, or lists by type.</summary>
/// <remarks>IAM User Guide, "AWS JSON policy elements: Principal".</remarks>
internal static class PrincipalReader
{
    private const string Everybody = "*";

    /// <exception cref="MalformedPolicyException">IAM would refuse it.</exception>
    public static PrincipalMatcher Read(JsonElement element, bool isNegated)
    {
        var principals = new PrincipalMatcher.Builder();
        if (element.ValueKind == JsonValueKind.String)
        {
            var text = PolicyJson.Text(element);
            if (text != Everybody) throw PolicyErrors.Principal("AWS", text);
            return principals.AddEverybody().Build(isNegated);
        }

        var isEmpty = true;
        foreach (var member in PolicyJson.Members(element))
        {
            foreach (var value in PolicyJson.Texts(member.Value))
            {
                Add(principals, member.Name, value);
                isEmpty = false;
            }
        }

        return isEmpty ? throw PolicyErrors.Missing("Principal") : principals.Build(isNegated);
    }

    private static void Add(PrincipalMatcher.Builder principals, string type, string value)
    {
        switch (type)
        {
            case "AWS" when value == Everybody: principals.AddEverybody(); break;
            case "AWS" when Arn.IsAccount(value): principals.Accounts.Add(value); break;
            case "AWS" when RootAccount(value) is { } account: principals.Accounts.Add(account); break;
            case "AWS" when IsNamed(value): principals.Arns.Add(value); break;
            case "Service" when value == Everybody || IsName(value): principals.Services.Add(value); break;
            case "Federated" when value == Everybody || IsName(value): principals.Federated.Add(value); break;
            case "CanonicalUser" when IsName(value): principals.CanonicalUsers.Add(value); break;
            case "AWS" or "Service" or "Federated" or "CanonicalUser": throw PolicyErrors.Principal(type, value);
            default: throw PolicyErrors.Syntax;
        }
    }

    private static string? RootAccount(string value) =>
        Arn.TryParse(value) is { Service: "iam", Region: "", Resource: "root" } arn && Arn.IsAccount(arn.Account) ? arn.Account : null;

    // Nobody can be named by a pattern.
    private static bool IsName(string value) => value.Length > 0 && !value.AsSpan().ContainsAny('*', '?');

    private static bool IsNamed(string value) =>
        IsName(value) && Arn.TryParse(value) is { Region: "" } arn && Arn.IsAccount(arn.Account) && (arn.Service, arn.Resource.Split('/')) switch
        {
            ("iam", ["user" or "role", .., { Length: > 0 }]) => true,
            ("sts", ["assumed-role", { Length: > 0 }, { Length: > 0 }]) => true,
            ("sts", ["federated-user", { Length: > 0 }]) => true,
            _ => false,
        };
}
