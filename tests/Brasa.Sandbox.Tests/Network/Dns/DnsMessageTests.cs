using Brasa.Sandbox.Network.Dns;

namespace Brasa.Sandbox.Tests.Network.Dns;

public sealed class DnsMessageTests
{
    private static readonly byte[] Query = Convert.FromHexString("1234" + "0100" + "0001000000000000" + "01610162" + "00" + "00010001");

    [Fact]
    public void A_question_is_written_anew_with_the_id_given()
    {
        var rewritten = new byte[DnsMessage.MaxQueryBytes];

        var length = DnsMessage.Rewrite(Query, 0xBEEF, rewritten);

        Assert.Equal("beef" + Convert.ToHexStringLower(Query)[4..], Convert.ToHexStringLower(rewritten[..length]));
    }

    [Fact]
    public void Every_cut_of_a_question_is_refused()
    {
        for (var length = 0; length < Query.Length; length++) Assert.Equal(0, DnsMessage.Rewrite(Query.AsSpan(0, length), 1, new byte[DnsMessage.MaxQueryBytes]));
    }

    [Fact]
    public void Random_bytes_are_refused_or_written_within_the_buffer()
    {
        var random = new Random(1);
        var rewritten = new byte[DnsMessage.MaxQueryBytes];
        for (var n = 0; n < 200_000; n++)
        {
            var bytes = new byte[random.Next(DnsMessage.MaxQueryBytes + 2)];
            random.NextBytes(bytes);
            if (n % 2 == 0) Query.AsSpan(0, Math.Min(bytes.Length, random.Next(Query.Length))).CopyTo(bytes);

            var length = DnsMessage.Rewrite(bytes, 1, rewritten);
            Assert.InRange(length, 0, bytes.Length);
            if (length > 0) DnsMessage.Answers(bytes, rewritten.AsSpan(0, length));
        }
    }

    [Theory]
    [InlineData("1234" + "8180" + "0001000100000000" + "01610162" + "00" + "00010001", true)]
    [InlineData("1234" + "8180" + "0001000100000000" + "01410142" + "00" + "00010001", true)] // another case
    [InlineData("1235" + "8180" + "0001000100000000" + "01610162" + "00" + "00010001", false)] // another id
    [InlineData("1234" + "0100" + "0001000100000000" + "01610162" + "00" + "00010001", false)] // no answer
    [InlineData("1234" + "a980" + "0001000100000000" + "01610162" + "00" + "00010001", false)] // to an update
    [InlineData("1234" + "8180" + "0000000100000000" + "01610162" + "00" + "00010001", false)] // to no question
    [InlineData("1234" + "8180" + "0001000100000000" + "01610163" + "00" + "00010001", false)] // another name
    [InlineData("1234" + "8180" + "0001000100000000" + "01610162" + "00" + "001c0001", false)] // another type
    [InlineData("1234" + "8180" + "0001000100000000" + "01610162" + "00" + "000100", false)] // cut
    [InlineData("", false)]
    public void An_answer_has_the_id_and_the_question(string answer, bool isOne) =>
        Assert.Equal(isOne, DnsMessage.Answers(Convert.FromHexString(answer), Query));

    [Fact]
    public void A_failure_repeats_id_and_question()
    {
        var answer = new byte[DnsMessage.MaxDatagramBytes];

        var length = DnsMessage.Fail(Query, answer);

        Assert.Equal("1234" + "8102" + "0001000000000000" + "01610162" + "00" + "00010001", Convert.ToHexStringLower(answer[..length]));
        Assert.True(DnsMessage.Answers(answer.AsSpan(0, length), Query));
    }
}
