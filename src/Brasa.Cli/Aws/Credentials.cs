namespace Brasa.Cli.Aws;

/// <summary>What requests are signed with, found where AWS's own clients look.</summary>
/// <param name="KeyId">The access key's id.</param>
/// <param name="Secret">Its secret.</param>
/// <param name="Token">The session's token; <c>null</c> where the key is not temporary.</param>
/// <remarks>AWS SDKs and Tools reference guide, "AWS access keys" and "Shared config and credentials files".</remarks>
internal sealed record Credentials(string KeyId, string Secret, string? Token)
{
    private const string KeyIdVariable = "AWS_ACCESS_KEY_ID";
    private const string SecretVariable = "AWS_SECRET_ACCESS_KEY";

    /// <summary>Those of the environment, else those of the profile.</summary>
    /// <param name="variable">The value of an environment variable.</param>
    /// <exception cref="CliException">There are none, or not all of them.</exception>
    public static Credentials Find(Func<string, string?> variable)
    {
        string? Read(string name) => variable(name) is { Length: > 0 } value ? value : null;
        switch (Read(KeyIdVariable), Read(SecretVariable))
        {
            case ({ } id, { } secret): return new Credentials(id, secret, Read("AWS_SESSION_TOKEN"));
            case (null, null): break;
            default: throw new CliException($"{KeyIdVariable} and {SecretVariable} belong together: set both, or neither.");
        }

        var profile = Read("AWS_PROFILE") ?? "default";
        var path = Read("AWS_SHARED_CREDENTIALS_FILE") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".aws/credentials");
        return CredentialsFile.Read(path, profile)
            ?? throw new CliException($"there is no key to sign with: set {KeyIdVariable} and {SecretVariable}, or give {path} a profile [{profile}] with aws_access_key_id and aws_secret_access_key.");
    }
}
