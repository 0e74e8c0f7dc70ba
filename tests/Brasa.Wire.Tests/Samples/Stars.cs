using Brasa.Core.Errors;
using Brasa.Core.Operations;
using Brasa.Wire.Hosting;
using Brasa.Wire.Operations;
using Brasa.Wire.Schemas;
using Brasa.Wire.Validation;

namespace Brasa.Wire.Tests.Samples;

/// <summary>A made-up service that speaks the query protocol.</summary>
public static class Stars
{
    public static readonly OperationDescriptor<Star, Star> PutStar = new("PutStar", Star.WireSchema, Star.WireSchema)
    {
        Method = "POST", UriTemplate = "/", SuccessStatus = 200, Errors = ["NoSuchEntity"],
    };

    public static readonly OperationDescriptor<Star, NoOutput> DropStar = new("DropStar", Star.WireSchema, null)
    {
        Method = "POST", UriTemplate = "/", SuccessStatus = 200, Errors = [],
    };

    /// <summary>The same service when it speaks JSON, too.</summary>
    public static readonly ServiceModel InTwoProtocols = new("stars", [PutStar, DropStar])
    {
        SigningName = "stars", EndpointPrefix = "stars", Protocols = ["json", "query"], ApiVersion = "2010-05-08", XmlNamespace = "https://stars.example/doc/2010-05-08/",
        JsonVersion = "1.0", TargetPrefix = "Stars", IsQueryCompatible = true,
    };

    public static readonly ServiceModel Model = new("stars", [PutStar, DropStar])
    {
        SigningName = "stars", EndpointPrefix = "stars", Protocols = ["query"], ApiVersion = "2010-05-08", XmlNamespace = "https://stars.example/doc/2010-05-08/",
    };

    /// <summary>The made-up service, which answers with what <paramref name="answer"/> makes of a request.</summary>
    public static ServiceDefinition Answering(Func<Star, Star> answer) => new ServiceDefinition(Model)
        .Handle(PutStar, new Handler<Star, Star>((request, _) => answer(request)))
        .Handle(DropStar, new Handler<Star, NoOutput>((request, _) => answer(request) is null ? throw new AwsException("NoSuchEntity", 404, "gone <1>") : NoOutput.Value));
}

public sealed record Star
{
    public static readonly StructureSchema<Star> WireSchema = new("Star", static () => new(), static () =>
    [
        new ReferenceMember<Star, string>("Name", new StringSchema { Constraints = new() { MaxLength = 5 } }, x => x.Name, (x, v) => x.Name = v) { IsRequired = true },
        new ValueMember<Star, int>("Count", new IntegerSchema(), x => x.Count, (x, v) => x.Count = v),
        new ValueMember<Star, bool>("Bright", new BooleanSchema(), x => x.Bright, (x, v) => x.Bright = v),
        new ValueMember<Star, DateTimeOffset>("Seen", new TimestampSchema(), x => x.Seen, (x, v) => x.Seen = v),
        new ReferenceMember<Star, IReadOnlyList<string>>("Names", new ListSchema<string>(new StringSchema()), x => x.Names, (x, v) => x.Names = v),
        new ReferenceMember<Star, IReadOnlyList<Star>>("Moons", new ListSchema<Star>(WireSchema!), x => x.Moons, (x, v) => x.Moons = v),
        new ReferenceMember<Star, IReadOnlyDictionary<string, int>>(
            "Sizes", new MapSchema<int>(Constraints.None, new IntegerSchema()), x => x.Sizes, (x, v) => x.Sizes = v),
        new ReferenceMember<Star, IReadOnlyList<string>>("Marks", new ListSchema<string>(new StringSchema()) { Names = new ListNames(IsFlattened: true) }, x => x.Marks, (x, v) => x.Marks = v) { XmlName = "Mark" },
        new ReferenceMember<Star, IReadOnlyDictionary<string, Star>>(
            "Parts", new MapSchema<Star>(Constraints.None, WireSchema!) { Names = new MapNames("Name", "Value", IsFlattened: true) }, x => x.Parts, (x, v) => x.Parts = v) { XmlName = "Part" },
    ]);

    public string? Name { get; set; }
    public int? Count { get; set; }
    public bool? Bright { get; set; }
    public DateTimeOffset? Seen { get; set; }
    public IReadOnlyList<string>? Names { get; set; }
    public IReadOnlyList<Star>? Moons { get; set; }
    public IReadOnlyDictionary<string, int>? Sizes { get; set; }
    public IReadOnlyList<string>? Marks { get; set; }
    public IReadOnlyDictionary<string, Star>? Parts { get; set; }
}
