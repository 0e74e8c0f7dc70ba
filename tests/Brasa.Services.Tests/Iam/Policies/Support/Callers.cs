using Brasa.Services.Iam.Policies;

namespace Brasa.Services.Tests.Iam.Policies.Support;

/// <summary>Who asks in tests.</summary>
internal static class Callers
{
    public const string Account = "111122223333";
    public const string OtherAccount = "444455556666";

    public static readonly Caller Root = Caller.Root(Account);
    public static readonly Caller Alice = Caller.User($"arn:aws:iam::{Account}:user/alice");
    public static readonly Caller Session = Caller.RoleSession($"arn:aws:sts::{Account}:assumed-role/build/run", $"arn:aws:iam::{Account}:role/team/build");
    public static readonly Caller Federated = Caller.FederatedUser($"arn:aws:sts::{Account}:federated-user/bob", Alice.Arn);
}
