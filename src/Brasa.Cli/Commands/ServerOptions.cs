using System.CommandLine;
using System.Globalization;
using Brasa.Cli.Servers;

namespace Brasa.Cli.Commands;

/// <summary>Options that commands have in common, and the server too.</summary>
internal static class ServerOptions
{
    public const int DefaultPort = 4566;
    public const string Sandbox = "sandbox";
    public const string None = "none";

    private const int MaxPort = 65_535;

    public static Option<int> Port() => new("--port")
    {
        Description = "TCP port of the server.",
        HelpName = "N",
        DefaultValueFactory = _ => DefaultPort,
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens.Single().Value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= MaxPort) return port;
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"--port takes a number from 1 to {MaxPort}."));
            return 0;
        },
        Recursive = true,
    };

    public static Option<string> Endpoint() => new("--endpoint")
    {
        Description = $"URL of the server; where it is not given, {ServerConnection.EndpointVariable} says it.",
        HelpName = "URL",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(ServerConnection.EndpointVariable) is { Length: > 0 } url ? url : EndpointAt(DefaultPort),
        Recursive = true,
    };

    /// <summary>The URL of a server on this machine that has no TLS.</summary>
    public static string EndpointAt(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");

    public static Option<string?> Authorities() => new("--ca")
    {
        Description = $"A PEM file with the certificates to trust, as tls.crt in the server's data directory; where it is not given, {ServerConnection.AuthorityVariable} names it.",
        HelpName = "FILE",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(ServerConnection.AuthorityVariable) is { Length: > 0 } path ? path : null,
        Recursive = true,
    };

    public static Option<string?> Profile() => new("--profile")
    {
        Description = "The profile of AWS's files to take key and region from; else those of the environment, or AWS_PROFILE.", HelpName = "NAME", Recursive = true,
    };

    public static Option<string?> Region() => new("--region")
    {
        Description = "The region; where it is not given, AWS_REGION, AWS_DEFAULT_REGION or the profile says it.", HelpName = "NAME", Recursive = true,
    };

    public static Option<string> Data() =>
        new("--data") { Description = "Where the server stores everything.", DefaultValueFactory = _ => DataDirectory.Default };

    public static Option<string[]> FileSystem() => new("--file-system")
    {
        Description = "A directory that functions are given as a file system, as ACCESS_POINT_ARN=DIRECTORY. May be repeated.", DefaultValueFactory = _ => [],
    };

    public static Option<string?> Networks() => new("--networks") { Description = "A JSON file that declares networks which functions are connected to by their VpcConfig." };

    public static Option<string> Isolation() =>
        new Option<string>("--isolation") { Description = "What keeps functions apart.", DefaultValueFactory = _ => Sandbox }.AcceptOnlyFromAmong(Sandbox, None);
}
