using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Brasa.Cli.Logs;

/// <summary>How lines are printed.</summary>
internal enum LogFormat
{
    /// <summary>For a terminal: harmless, and each stream in a colour.</summary>
    Coloured,

    /// <summary>For a terminal without colours: harmless.</summary>
    Plain,

    /// <summary>For another program: messages as they are.</summary>
    Raw,

    /// <summary>For another program: a JSON object on each line.</summary>
    Json,
}

/// <summary>Prints lines of logs: the time, the stream, the message.</summary>
internal sealed class LogWriter(Stream output, LogFormat format)
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private static readonly long MostMilliseconds = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <remarks>ECMA-48, "Select graphic rendition": cyan, green, yellow, magenta, blue, and the brighter ones of the first two.</remarks>
    private static readonly int[] Colours = [36, 32, 33, 35, 34, 96, 92];

    /// <summary>Prints some lines at once.</summary>
    public void Write(IEnumerable<LogEvent> lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines) Append(text, line);
        output.Write(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private void Append(StringBuilder text, LogEvent line)
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(line.Timestamp, 0, MostMilliseconds)).UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
        var message = line.Message.EndsWith('\n') ? line.Message[..^1] : line.Message;
        if (format == LogFormat.Json)
        {
            text.Append(JsonSerializer.Serialize(new PrintedEvent(time, line.LogStreamName, message), LogsJson.Default.PrintedEvent)).Append('\n');
            return;
        }

        var name = LogText.ShortName(line.LogStreamName);
        if (format == LogFormat.Raw)
        {
            text.Append(time).Append(' ').Append(name).Append(' ').Append(message).Append('\n');
            return;
        }

        // Further lines of a message begin further in: none can pretend to be another's.
        name = LogText.Harmless(name);
        var begin = format == LogFormat.Coloured ? $"\e[2m{time}\e[0m \e[{ColourOf(line.LogStreamName)}m{name}\e[0m " : $"{time} {name} ";
        var indent = new string(' ', time.Length + name.Length + 2);
        foreach (var part in message.ReplaceLineEndings("\n").Split('\n'))
        {
            text.Append(begin).Append(LogText.Harmless(part)).Append('\n');
            begin = indent;
        }
    }

    private static int ColourOf(string stream) => Colours[stream.Aggregate(0u, (sum, letter) => (sum * 31) + letter) % (uint)Colours.Length];
}
