using System.Text.Json;
using Brasa.Services.Billing;

namespace Brasa.Server.Billing;

/// <summary>A price book as a file: docs/billing.md, "Prices".</summary>
internal static class PricesFile
{
    private static readonly string[] Architectures = ["x86_64", "arm64"];

    /// <summary>AWS's public prices for us-east-1, without its free tier.</summary>
    public static PriceBook ReadAws()
    {
        using var resource = typeof(PricesFile).Assembly.GetManifestResourceStream("Brasa.Server.Billing.AwsPrices.json")!;
        using var json = JsonDocument.Parse(resource);
        return Read(new JsonPlace(json.RootElement, ""));
    }

    /// <summary>Reads the operator's.</summary>
    /// <exception cref="InvalidDataException">It is not there, or not as it has to be; the message names file and element.</exception>
    public static PriceBook Read(string path) => JsonFile.Read("--prices", path, Read);

    private static PriceBook Read(JsonPlace file)
    {
        file.RequireOnly("currency", "perMillionRequests", "tmpPerGbSecond", "streamedPerGb", "architectures");
        var architectures = file.Get("architectures");
        architectures.RequireOnly(Architectures);
        return new PriceBook
        {
            Currency = file.Get("currency").Text(),
            PerMillionRequests = ReadPrice(file, "perMillionRequests"),
            TmpPerGbSecond = ReadPrice(file, "tmpPerGbSecond"),
            StreamedPerGb = ReadPrice(file, "streamedPerGb"),
            Architectures = Architectures.ToDictionary(name => name, name => ReadArchitecture(architectures.Get(name))),
        };
    }

    private static ArchitecturePrices ReadArchitecture(JsonPlace prices)
    {
        prices.RequireOnly("tiers", "provisionedKeptPerGbSecond", "provisionedActivePerGbSecond");
        var tiers = new List<PriceTier>();
        foreach (var tier in prices.Get("tiers").Items())
        {
            tier.RequireOnly("upToGbSeconds", "perGbSecond");
            if (tiers is [.., { UpToGbSeconds: null }]) throw tier.Wrong("comes after a tier without \"upToGbSeconds\", which has no end: make that one the last.");
            var bound = tier.Find("upToGbSeconds")?.Amount();
            if (tiers is [.., { UpToGbSeconds: { } before }] && bound <= before) throw tier.Wrong("ends where the one before does, or earlier: order tiers by \"upToGbSeconds\".");
            tiers.Add(new PriceTier(bound, ReadPrice(tier, "perGbSecond")));
        }

        if (tiers is not [.., { UpToGbSeconds: null }]) throw prices.Get("tiers").Wrong("has no last tier without \"upToGbSeconds\": add one, for all above.");
        return new ArchitecturePrices(tiers, ReadPrice(prices, "provisionedKeptPerGbSecond"), ReadPrice(prices, "provisionedActivePerGbSecond"));
    }

    private static decimal ReadPrice(JsonPlace place, string name) => place.Get(name).Amount();
}
