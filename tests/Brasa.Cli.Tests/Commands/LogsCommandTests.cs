using Brasa.Cli.Commands;

namespace Brasa.Cli.Tests.Commands;

public sealed class LogsCommandTests
{
    [Theory]
    [InlineData("30s", 30)]
    [InlineData("10m", 600)]
    [InlineData("2h", 7_200)]
    [InlineData("7d", 604_800)]
    public void Times_are_read(string text, int seconds)
    {
        Assert.True(LogsCommand.TryReadTime(text, out var time));
        Assert.Equal(seconds, time.TotalSeconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("m")]
    [InlineData("10")]
    [InlineData("0s")]
    [InlineData("-5m")]
    [InlineData("5y")]
    [InlineData("99999999999d")]
    public void What_is_no_time_is_refused(string text) => Assert.False(LogsCommand.TryReadTime(text, out _));
}
