namespace Brasa.Cli.Aws;

/// <summary>A file that AWS's clients keep profiles in: names in brackets, and below each its settings.</summary>
/// <remarks>AWS SDKs and Tools reference guide, "Shared config and credentials files".</remarks>
internal static class ProfileFile
{
    /// <summary>The settings below a name; <c>null</c> where there is no such file or name.</summary>
    /// <exception cref="CliException">The file cannot be read.</exception>
    public static IReadOnlyDictionary<string, string>? Read(string path, string section)
    {
        try
        {
            return File.Exists(path) ? Parse(File.ReadAllLines(path), section) : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"{path} cannot be read: {unreadable.Message}");
        }
    }

    /// <summary>The settings below a name in such lines.</summary>
    public static IReadOnlyDictionary<string, string>? Parse(IEnumerable<string> lines, string section)
    {
        Dictionary<string, string>? settings = null;
        var isMeant = false;
        foreach (var raw in lines)
        {
            var line = raw.Trim();
            if (line.Length == 0 || line[0] is '#' or ';') continue;
            if (line[0] == '[')
            {
                isMeant = line[^1] == ']' && string.Join(' ', line[1..^1].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) == section;
                if (isMeant) settings ??= new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            }
            else if (isMeant && line.IndexOf('=') is var mark and > 0)
            {
                settings![line[..mark].TrimEnd()] = line[(mark + 1)..].TrimStart();
            }
        }

        return settings;
    }
}
