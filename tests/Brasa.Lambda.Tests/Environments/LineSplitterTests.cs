using System.Text;
using Brasa.Lambda.Environments;

namespace Brasa.Lambda.Tests.Environments;

public sealed class LineSplitterTests
{
    private readonly LineSplitter splitter = new();
    private readonly List<string> lines = [];

    [Fact]
    public void Lines_are_whole_however_the_bytes_come()
    {
        foreach (var part in "one\n\ntwo\nthr|ee\n|".Split('|')) Push(part);

        Assert.Equal(["one", "", "two", "three"], lines);
    }

    [Fact]
    public void What_has_no_line_end_waits_for_it_or_for_a_flush()
    {
        Push("half");
        Assert.Empty(lines);

        splitter.Flush(Take);
        splitter.Flush(Take);

        Assert.Equal(["half"], lines);
    }

    [Fact]
    public void A_line_past_the_bound_is_cut_and_loses_nothing()
    {
        var text = new string('x', LineSplitter.MaxLineBytes + 10);
        Push(text);
        Push("\n");

        Assert.Equal([LineSplitter.MaxLineBytes, 10], lines.Select(line => line.Length));
    }

    [Fact]
    public void A_line_just_at_the_bound_leaves_no_empty_line_behind()
    {
        Push(new string('x', LineSplitter.MaxLineBytes) + "\nnext\n");

        Assert.Equal([LineSplitter.MaxLineBytes, 4], lines.Where(line => line.Length > 0).Select(line => line.Length));
    }

    private void Push(string text) => splitter.Push(Encoding.UTF8.GetBytes(text), Take);

    private void Take(ReadOnlySpan<byte> line) => lines.Add(Encoding.UTF8.GetString(line));
}
