using System.Text.RegularExpressions;
using Brasa.Sandbox;

namespace Brasa.Server;

/// <summary>What <c>--file-system</c> says: the access point that functions name, and the directory that they are given for it.</summary>
internal sealed partial record FileSystemOption(string Arn, string Directory)
{
    /// <summary>Reads one; <c>null</c> where it is not of the form <c>ACCESS_POINT_ARN=DIRECTORY</c>.</summary>
    public static FileSystemOption? TryParse(string text) =>
        text.IndexOf('=') is var mark and > 0 && Form.IsMatch(text.AsSpan(0, mark)) ? new FileSystemOption(text[..mark], text[(mark + 1)..]) : null;

    /// <summary>What is wrong with those that were given, or <c>null</c>.</summary>
    public static string? Problem(IReadOnlyList<string> given, Isolation isolation)
    {
        if (given.FirstOrDefault(text => TryParse(text) is null) is { } wrong)
            return $"--file-system {wrong} is not of the form ARN=DIRECTORY, with the ARN of an access point as arn:aws:elasticfilesystem:us-east-1:123456789012:access-point/fsap-0123456789abcdef0.";
        if (given.Select(TryParse).GroupBy(option => option!.Arn).FirstOrDefault(same => same.Count() > 1) is { } twice)
            return $"--file-system gives {twice.Key} twice.";
        if (given.Count > 0 && isolation == Isolation.None)
            return "--file-system is for sandboxes: with --isolation none functions see all the machine's files where they are.";
        return null;
    }

    /// <summary>The directories of those that have no <see cref="Problem"/>, by ARN.</summary>
    /// <exception cref="SandboxException">One of them cannot be given to functions.</exception>
    public static IReadOnlyDictionary<string, SharedDirectory> Declare(IReadOnlyList<string> given, string dataDirectory) =>
        given.Select(TryParse).ToDictionary(option => option!.Arn, option => option!.Declare(dataDirectory), StringComparer.Ordinal);

    private SharedDirectory Declare(string dataDirectory)
    {
        try
        {
            var directory = SharedDirectory.Declare(Directory);
            return directory.Overlaps(dataDirectory)
                ? throw new SandboxException($"{Directory} contains the data directory {dataDirectory}, or lies in it: functions would have the server's own files.")
                : directory;
        }
        catch (SandboxException e)
        {
            throw new SandboxException($"--file-system {Arn}: {e.Message}", e);
        }
    }

    /// <remarks>As the model of Lambda has them: <c>FileSystemArn</c>.</remarks>
    [GeneratedRegex(@"\Aarn:aws[a-zA-Z-]*:elasticfilesystem:[a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-\d{1}:\d{12}:access-point/fsap-[a-f0-9]{17}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form { get; }
}
