using System.Text;
using Brasa.Lambda.Invocation;

namespace Brasa.Lambda.Tests.Invocation;

public sealed class LogTailTests
{
    private readonly LogTail tail = new();

    [Fact]
    public void The_last_4_KB_are_kept()
    {
        for (var i = 0; i < 1_000; i++) tail.Append(Encoding.UTF8.GetBytes($"line {i:D4}\n"));

        var kept = Text();
        Assert.Equal(4 * 1024, kept.Length);
        Assert.EndsWith("line 0998\nline 0999\n", kept, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_chunk_that_is_too_large_the_end_is_kept()
    {
        tail.Append("before"u8);
        tail.Append(Encoding.UTF8.GetBytes(new string('a', 5_000) + "end"));

        Assert.Equal(4 * 1024, Text().Length);
        Assert.EndsWith("aend", Text(), StringComparison.Ordinal);
        Assert.DoesNotContain("before", Text(), StringComparison.Ordinal);
    }

    private string Text() => Encoding.UTF8.GetString(Convert.FromBase64String(tail.ToBase64()));
}
