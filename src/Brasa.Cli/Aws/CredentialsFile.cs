namespace Brasa.Cli.Aws;

/// <summary>The file that AWS's clients keep keys in: profiles in brackets, and below each its settings.</summary>
internal static class CredentialsFile
{
    /// <summary>The credentials of a profile; <c>null</c> where there is no such file or profile, or it has no key.</summary>
    /// <exception cref="CliException">The file cannot be read.</exception>
    public static Credentials? Read(string path, string profile)
    {
        try
        {
            return File.Exists(path) ? Parse(File.ReadAllLines(path), profile) : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"{path} cannot be read: {unreadable.Message}");
        }
    }

    /// <summary>The credentials of a profile in such lines.</summary>
    public static Credentials? Parse(IEnumerable<string> lines, string profile)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var isMeant = false;
        foreach (var line in lines.Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] is not ('#' or ';')))
        {
            if (line[0] == '[') isMeant = line[^1] == ']' && line[1..^1].Trim() == profile;
            else if (isMeant && line.IndexOf('=') is var mark and > 0) settings[line[..mark].TrimEnd()] = line[(mark + 1)..].TrimStart();
        }

        return settings.TryGetValue("aws_access_key_id", out var id) && settings.TryGetValue("aws_secret_access_key", out var secret)
            ? new Credentials(id, secret, settings.GetValueOrDefault("aws_session_token"))
            : null;
    }
}
