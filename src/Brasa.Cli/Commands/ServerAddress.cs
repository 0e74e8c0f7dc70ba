using System.CommandLine;
using Brasa.Cli.Servers;

namespace Brasa.Cli.Commands;

/// <summary>The options that say which server a command asks, in every command that asks one.</summary>
internal sealed class ServerAddress
{
    private readonly Option<int> port = ServerOptions.Port();
    private readonly Option<string> endpoint = ServerOptions.Endpoint();
    private readonly Option<string?> authorities = ServerOptions.Authorities();

    public Command AddTo(Command command)
    {
        foreach (var option in (Option[])[endpoint, port, authorities]) command.Options.Add(option);
        return command;
    }

    /// <summary>A port that is given stands for that port of this machine.</summary>
    /// <exception cref="CliException">What is given is no address, or no file with certificates.</exception>
    public HttpClient Open(ParseResult result) => ServerConnection.Open(
        result.GetResult(port) is { Implicit: false } ? ServerOptions.EndpointAt(result.GetValue(port)) : result.GetValue(endpoint)!, result.GetValue(authorities));
}
