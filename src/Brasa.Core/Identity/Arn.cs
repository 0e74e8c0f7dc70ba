namespace Brasa.Core.Identity;

/// <summary>An Amazon Resource Name, <c>arn:partition:service:region:account:resource</c>.</summary>
/// <remarks>The resource part may itself hold colons and slashes; it is kept as it was written.</remarks>
public sealed record Arn(string Partition, string Service, string Region, string Account, string Resource)
{
    /// <summary>The partition that Brasa hands out ARNs in.</summary>
    public const string DefaultPartition = "aws";

    private const int FieldCount = 6;
    private const int AccountLength = 12;

    /// <summary>The account that owns the resource; <c>null</c> where none does, as of the policies that AWS shares with all.</summary>
    public string? Owner => IsAccount(Account) ? Account : null;

    /// <summary>Whether a text is an account's id: twelve digits.</summary>
    public static bool IsAccount(ReadOnlySpan<char> text) => text.Length == AccountLength && !text.ContainsAnyExceptInRange('0', '9');

    /// <summary>Reads an ARN; <c>null</c> when <paramref name="text"/> is none.</summary>
    public static Arn? TryParse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var fields = text.Split(':', FieldCount);
        return fields is ["arn", var partition, var service, var region, var account, var resource] && resource.Length > 0
            ? new Arn(partition, service, region, account, resource)
            : null;
    }

    /// <inheritdoc />
    public override string ToString() => $"arn:{Partition}:{Service}:{Region}:{Account}:{Resource}";
}
