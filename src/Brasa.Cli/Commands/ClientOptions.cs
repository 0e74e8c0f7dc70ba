using System.CommandLine;
using Brasa.Cli.Aws;

namespace Brasa.Cli.Commands;

/// <summary>The options that say which server a command asks and as whom, in every command that signs what it asks.</summary>
internal sealed class ClientOptions
{
    private readonly ServerAddress server = new();
    private readonly Option<string?> profile = ServerOptions.Profile();
    private readonly Option<string?> region = ServerOptions.Region();

    public Command AddTo(Command command)
    {
        server.AddTo(command);
        command.Options.Add(profile);
        command.Options.Add(region);
        return command;
    }

    /// <exception cref="CliException">An option, a variable or a file of AWS's is not what it should be.</exception>
    public AwsClient Connect(ParseResult result) => new(
        server.Open(result), Caller.Find(Environment.GetEnvironmentVariable, result.GetValue(profile), result.GetValue(region)), TimeProvider.System);
}
