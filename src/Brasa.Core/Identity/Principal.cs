namespace Brasa.Core.Identity;

/// <summary>Who is asking.</summary>
public abstract record Principal(string Account)
{
    /// <summary>The principal as policies and error messages name it.</summary>
    public abstract string Arn { get; }
}

/// <summary>An AWS account as such: whoever reaches a loopback endpoint whose signatures are not verified.</summary>
public sealed record AccountPrincipal(string Account) : Principal(Account)
{
    /// <inheritdoc />
    public override string Arn => $"arn:{Identity.Arn.DefaultPartition}:iam::{Account}:root";
}

/// <summary>A running function, by its execution role. It is known by the sandbox the call came from, never by what it signs with.</summary>
public sealed record FunctionPrincipal(string Account, string RoleArn, string FunctionArn) : Principal(Account)
{
    /// <inheritdoc />
    public override string Arn => RoleArn;
}
