using Brasa.Server.Billing;

namespace Brasa.Server.Tests.Billing;

public sealed class PricesFileTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void AWS_public_prices_are_built_in()
    {
        var prices = PricesFile.ReadAws();

        Assert.Equal(("USD", 0.20m, 0.0000000309m, 0.008m), (prices.Currency, prices.PerMillionRequests, prices.TmpPerGbSecond, prices.StreamedPerGb));
        Assert.Equal([(6_000_000_000m, 0.0000166667m), (15_000_000_000m, 0.0000150000m), (null, 0.0000133334m)], prices.Architectures["x86_64"].Tiers.Select(tier => (tier.UpToGbSeconds, tier.PerGbSecond)));
        Assert.Equal((0.0000041667m, 0.0000097222m), (prices.Architectures["x86_64"].KeptPerGbSecond, prices.Architectures["x86_64"].ActivePerGbSecond));
    }

    [Theory]
    [InlineData("""{"tiers":[{"perGbSecond":1},{"upToGbSeconds":5,"perGbSecond":1}]""", "make that one the last")]
    [InlineData("""{"tiers":[{"upToGbSeconds":5,"perGbSecond":1},{"upToGbSeconds":5,"perGbSecond":1},{"perGbSecond":1}]""", "order tiers")]
    [InlineData("""{"tiers":[{"upToGbSeconds":5,"perGbSecond":1}]""", "no last tier")]
    [InlineData("""{"tiers":[]""", "no last tier")]
    [InlineData("""{"tiers":[{"perGbSecond":-1}]""", "0 or above")]
    [InlineData("""{"tiers":[{"perGbSecond":"1"}]""", "0 or above")]
    public void What_is_no_price_book_is_refused_with_its_place(string x86, string why)
    {
        var other = """{"tiers":[{"perGbSecond":1}],"provisionedKeptPerGbSecond":1,"provisionedActivePerGbSecond":1}""";
        var path = Path.Combine(directory.Path, "prices.json");
        var book = """{"currency":"EUR","perMillionRequests":1,"tmpPerGbSecond":1,"streamedPerGb":1,"architectures":{"x86_64":X86,"provisionedKeptPerGbSecond":1,"provisionedActivePerGbSecond":1},"arm64":ARM}}""";
        File.WriteAllText(path, book.Replace("X86", x86, StringComparison.Ordinal).Replace("ARM", other, StringComparison.Ordinal));

        var refusal = Assert.Throws<InvalidDataException>(() => PricesFile.Read(path));
        Assert.StartsWith($"--prices {path}: architectures.x86_64.tiers", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
    }
}
