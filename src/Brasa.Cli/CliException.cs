namespace Brasa.Cli;

/// <summary>A command cannot go on; the message says why and what to do, and is all the user sees.</summary>
internal class CliException(string message) : Exception(message);
