using System.CommandLine;
using System.Globalization;
using Brasa.Cli.Aws;
using Brasa.Cli.Logs;
using Microsoft.Win32.SafeHandles;

namespace Brasa.Cli.Commands;

/// <summary><c>brasa logs</c>: what a function prints, from before and as it comes.</summary>
internal sealed class LogsCommand
{
    /// <summary>Where nothing says from when on: so many of the newest lines, none older than this.</summary>
    private const int UsualLines = 100;

    private static readonly TimeSpan Usual = TimeSpan.FromHours(1);

    private readonly Argument<string?> function = new("FUNCTION") { Description = "The function's name or ARN.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> group = new("--group") { Description = "A log group, in place of a function's.", HelpName = "NAME" };
    private readonly Option<bool> follow = new("--follow", "-f") { Description = "Goes on with what comes, until Ctrl+C." };
    private readonly Option<string?> pattern = new("--filter") { Description = "Only lines that match, in the language of CloudWatch Logs: ERROR, or '{ $.level = \"ERROR\" }'.", HelpName = "PATTERN" };
    private readonly Option<bool> json = new("--json") { Description = "Prints a JSON object for each line." };
    private readonly ClientOptions client = new();

    private readonly Option<TimeSpan?> since = new("--since")
    {
        Description = "All lines of the last 30s, 10m, 2h or 7d. Where it is not given, the newest 100 of the last hour.",
        HelpName = "TIME",
        CustomParser = result =>
        {
            if (TryReadTime(result.Tokens.Single().Value, out var time)) return time;
            result.AddError("--since takes a number of seconds, minutes, hours or days: 30s, 10m, 2h or 7d.");
            return null;
        },
    };

    public static Command Create() => new LogsCommand().CreateCommand();

    /// <summary>Reads <c>10m</c> and the like.</summary>
    internal static bool TryReadTime(string text, out TimeSpan time)
    {
        time = default;
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return false;
        var unit = text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3_600, 'd' => 86_400, _ => 0 };
        time = TimeSpan.FromSeconds((double)number * unit);
        return unit > 0 && number > 0;
    }

    private Command CreateCommand()
    {
        var command = client.AddTo(new Command("logs", "Prints what a function has logged, and what it logs.") { function, group, follow, since, pattern, json });
        command.Validators.Add(result =>
        {
            if (result.GetValue(function) is null == result.GetValue(group) is null) result.AddError("Name a function, or a log group with --group.");
        });
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken ct)
    {
        using var aws = client.Connect(result);
        var log = result.GetValue(group) is { } named ? new FunctionLog(named, aws.Caller.Region) : await FunctionLog.FindAsync(aws, result.GetValue(function)!, ct);
        var logs = new LogsClient(aws, log.Region);
        var isFollowed = result.GetValue(follow);
        var found = await logs.FindGroupAsync(log.GroupName, ct) ?? (isFollowed ? await WaitForGroupAsync(logs, log.GroupName, ct) : throw new CliException(
            $"there is no log group {log.GroupName} in {log.Region}: nothing was logged yet, or there is no such function."));

        var time = result.GetValue(since);
        var start = TimeProvider.System.GetUtcNow() - (time ?? Usual);
        var query = new LogQuery(Math.Max(0, start.ToUnixTimeMilliseconds()), result.GetValue(pattern), time is null ? UsualLines : int.MaxValue);
        using var output = OpenOutput();
        var writer = new LogWriter(output, FormatOf(result.GetValue(json)));
        var reader = new LogReader(logs, found, query, writer.Write, Console.Error.WriteLine, TimeProvider.System);
        try
        {
            var count = await reader.ReadAsync(ct);
            if (isFollowed) await reader.FollowAsync(ct);
            if (count == 0) Console.Error.WriteLine(time is null ? "Nothing was logged in the last hour; --since 7d looks further back." : "Nothing was logged in that time.");
        }
        catch (IOException)
        {
            // Whoever read what is printed has gone.
        }

        return 0;
    }

    private static async Task<LogGroup> WaitForGroupAsync(LogsClient logs, string name, CancellationToken ct)
    {
        Console.Error.WriteLine($"There is no log group {name} yet; waiting …");
        while (true)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), ct);
            if (await logs.FindGroupAsync(name, ct) is { } group) return group;
        }
    }

    /// <summary>Standard output, which unlike the console tells when nobody reads it any more.</summary>
    private static FileStream OpenOutput() => new(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);

    private static LogFormat FormatOf(bool json) =>
        json ? LogFormat.Json
        : Console.IsOutputRedirected ? LogFormat.Raw
        : Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 } || Environment.GetEnvironmentVariable("TERM") is null or "dumb" ? LogFormat.Plain
        : LogFormat.Coloured;
}
