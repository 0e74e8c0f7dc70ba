using System.CommandLine;
using Brasa.Cli;
using Brasa.Cli.Commands;
using Spectre.Console;

const int Failed = 1;
const int Interrupted = 130;

var screen = Screen.Of(AnsiConsole.Console);
try
{
    return await Root.Create(screen).Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (CliException failure)
{
    Console.Error.WriteLine($"brasa: {failure.Message}");
    return Failed;
}
catch (OperationCanceledException)
{
    return Interrupted;
}
