using System.Text;
using Brasa.Cli.Logs;

namespace Brasa.Cli.Tests.Logs;

public sealed class LogWriterTests
{
    private const string Hostile = "\e]0;title\a\e[2J\u009b31m\u202eevil\u2028\rforged\u007f";

    [Fact]
    public void For_a_program_messages_are_as_they_are() =>
        Assert.Equal($"2026-11-23T08:00:00.120Z 0a1b2c3d {Hostile}\n", Print(LogFormat.Raw, $"{Hostile}\n"));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void On_a_terminal_nothing_that_a_function_prints_is_obeyed(bool isColoured)
    {
        var printed = Print(isColoured ? LogFormat.Coloured : LogFormat.Plain, Hostile);

        Assert.Contains("␛]0;title␇␛[2J\\u{9b}31m\\u{202e}evil", printed, StringComparison.Ordinal);
        Assert.Contains("forged\\u{7f}", printed, StringComparison.Ordinal);
        Assert.Equal(isColoured ? 4 : 0, printed.Count(letter => letter == '\e'));
        Assert.DoesNotContain(printed, letter => char.IsControl(letter) && letter is not ('\n' or '\e'));
    }

    [Fact]
    public void Every_control_character_is_made_visible() => Assert.DoesNotContain(
        LogText.Harmless(string.Concat(Enumerable.Range(0, 0x10000).Where(value => value != '\t').Select(value => (char)value))),
        letter => char.IsControl(letter) || char.IsSurrogate(letter) || char.GetUnicodeCategory(letter) == System.Globalization.UnicodeCategory.Format);

    [Fact]
    public void Further_lines_of_a_message_cannot_pretend_to_be_anothers() => Assert.Equal(
        "2026-11-23T08:00:00.120Z 0a1b2c3d a\n                                  2026-11-23T08:00:00.124Z ffffffff b\n", Print(LogFormat.Plain, "a\n2026-11-23T08:00:00.124Z ffffffff b\n"));

    [Fact]
    public void Text_of_any_language_is_left_alone() => Assert.Equal("Olá, 世界 😀\t", LogText.Harmless("Olá, 世界 😀\t"));

    [Fact]
    public void JSON_holds_everything_on_one_harmless_line()
    {
        var printed = Print(LogFormat.Json, $"{Hostile}\n");
        Assert.StartsWith("""{"time":"2026-11-23T08:00:00.120Z","logStreamName":"2026/11/23/[$LATEST]0a1b2c3d""", printed, StringComparison.Ordinal);
        Assert.DoesNotContain(printed.TrimEnd('\n'), letter => letter is < ' ' or > '~');
        Assert.Equal(Hostile, System.Text.Json.JsonDocument.Parse(printed).RootElement.GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("2026/11/23/[$LATEST]0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d", "0a1b2c3d")]
    [InlineData("2026/11/23/[7]0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d", "[7]0a1b2c3d")]
    [InlineData("2026/11/23/hello[$LATEST]0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d", "hello0a1b2c3d")]
    [InlineData("application", "application")]
    public void Streams_have_short_names(string stream, string name) => Assert.Equal(name, LogText.ShortName(stream));

    private static string Print(LogFormat format, string message)
    {
        using var output = new MemoryStream();
        new LogWriter(output, format).Write([new LogEvent(1_795_420_800_120, 0, "2026/11/23/[$LATEST]0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d", message)]);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
