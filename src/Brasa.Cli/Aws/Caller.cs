namespace Brasa.Cli.Aws;

/// <summary>Who asks a server, and for which region, found where AWS's own clients look.</summary>
/// <param name="Credentials">What requests are signed with; <c>null</c> where there is no key: a server without <c>--auth on</c> asks for none.</param>
/// <param name="Region">The region that is meant.</param>
/// <param name="KeySource">Where the key was found, or where one is to be put.</param>
/// <remarks>AWS SDKs and Tools reference guide, "AWS access keys", "AWS Region" and "Shared config and credentials files".</remarks>
internal sealed record Caller(Credentials? Credentials, string Region, string KeySource)
{
    /// <summary>The region where nothing names one, as it is the server's.</summary>
    public const string DefaultRegion = "us-east-1";

    private const string KeyIdVariable = "AWS_ACCESS_KEY_ID";
    private const string SecretVariable = "AWS_SECRET_ACCESS_KEY";
    private const string DefaultProfile = "default";

    /// <summary>Keys of a profile that is asked for, else those of the environment, else those of the environment's or the default profile.</summary>
    /// <param name="variable">The value of an environment variable.</param>
    /// <param name="profile">The profile that the user asks for by name; <c>null</c> for none.</param>
    /// <param name="region">The region that the user asks for by name; <c>null</c> for none.</param>
    /// <exception cref="CliException">The profile is unknown or has no key, or only half a key is given.</exception>
    public static Caller Find(Func<string, string?> variable, string? profile, string? region)
    {
        string? Read(string name) => variable(name) is { Length: > 0 } value ? value : null;
        var named = profile ?? Read("AWS_PROFILE");
        var files = new ProfileFiles(named ?? DefaultProfile,
            Read("AWS_SHARED_CREDENTIALS_FILE") ?? InHome(".aws/credentials"), Read("AWS_CONFIG_FILE") ?? InHome(".aws/config"));
        var ownRegion = region ?? Read("AWS_REGION") ?? Read("AWS_DEFAULT_REGION");

        if (profile is null && FromEnvironment(Read) is { } credentials)
            return new Caller(credentials, ownRegion ?? files.Region ?? DefaultRegion, $"{KeyIdVariable} and {SecretVariable}");
        if (named is not null && !files.Exist) throw new CliException($"there is no profile {named} in {files.Config} or {files.Credentials}.");
        if (named is not null && files.Keys is null)
            throw new CliException($"the profile {named} has no aws_access_key_id with an aws_secret_access_key, in {files.Config} or {files.Credentials}; keys from elsewhere, as by role_arn or sso_session, are not fetched.");
        return new Caller(files.Keys, ownRegion ?? files.Region ?? DefaultRegion, files.Keys is null
            ? $"set {KeyIdVariable} and {SecretVariable}, or give {files.Credentials} a profile [{files.Profile}] with aws_access_key_id and aws_secret_access_key"
            : $"the profile {files.Profile}");
    }

    private static Credentials? FromEnvironment(Func<string, string?> read) => (read(KeyIdVariable), read(SecretVariable)) switch
    {
        ({ } id, { } secret) => new Credentials(id, secret, read("AWS_SESSION_TOKEN")),
        (null, null) => null,
        _ => throw new CliException($"{KeyIdVariable} and {SecretVariable} belong together: set both, or neither."),
    };

    private static string InHome(string path) => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path);

    /// <summary>What the two files say of one profile; what both say, the first does.</summary>
    private sealed record ProfileFiles(string Profile, string Credentials, string Config)
    {
        private readonly IReadOnlyDictionary<string, string>? keys = ProfileFile.Read(Credentials, Profile);
        private readonly IReadOnlyDictionary<string, string>? settings = ProfileFile.Read(Config, Profile == DefaultProfile ? DefaultProfile : $"profile {Profile}");

        public bool Exist => keys is not null || settings is not null;

        public string? Region => Setting(settings, "region") ?? Setting(keys, "region");

        public Credentials? Keys => KeysIn(keys) ?? KeysIn(settings);

        private static Credentials? KeysIn(IReadOnlyDictionary<string, string>? section) =>
            Setting(section, "aws_access_key_id") is { } id && Setting(section, "aws_secret_access_key") is { } secret
                ? new Credentials(id, secret, Setting(section, "aws_session_token")) : null;

        private static string? Setting(IReadOnlyDictionary<string, string>? section, string name) => section?.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
    }
}
