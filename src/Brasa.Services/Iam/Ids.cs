using System.Security.Cryptography;

namespace Brasa.Services.Iam;

/// <summary>Ids as IAM makes them: a prefix that tells what they name, and letters and digits that nobody guesses.</summary>
/// <remarks>IAM user guide, "IAM identifiers", unique identifiers.</remarks>
internal static class Ids
{
    public const string User = "AIDA", Role = "AROA", Group = "AGPA", Policy = "ANPA", Key = "AKIA", TemporaryKey = "ASIA";

    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int Rest = 17, KeyRest = 16, SecretBytes = 30;

    /// <summary>The id of a user, role, group or policy: 21 characters.</summary>
    public static string New(string prefix) => prefix + RandomNumberGenerator.GetString(Letters, Rest);

    /// <summary>The id of an access key: 20 characters.</summary>
    public static string NewKey(string prefix) => prefix + RandomNumberGenerator.GetString(Letters, KeyRest);

    /// <summary>A secret access key: 40 characters.</summary>
    public static string NewSecret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));
}
