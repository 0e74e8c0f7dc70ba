using Brasa.Core.Errors;
using Brasa.Core.Operations;
using Brasa.Wire.Hosting;
using Brasa.Wire.Operations;
using Brasa.Wire.Schemas;

namespace Brasa.Wire.Tests.Samples;

/// <summary>A made-up service that speaks awsJson1_1, with an operation whose output arrives event by event.</summary>
public static class Winds
{
    public static readonly OperationDescriptor<Wind, Wind> PutWind = new("PutWind", Wind.WireSchema, Wind.WireSchema)
    {
        Method = "POST", UriTemplate = "/", SuccessStatus = 200, Errors = ["CalmException"],
    };

    public static readonly OperationDescriptor<Wind, NoOutput> DropWind = new("DropWind", Wind.WireSchema, null)
    {
        Method = "POST", UriTemplate = "/", SuccessStatus = 200, Errors = [],
    };

    public static readonly OperationDescriptor<Wind, Gusts> Listen = new("Listen", Wind.WireSchema, Gusts.WireSchema)
    {
        Method = "POST", UriTemplate = "/", SuccessStatus = 200, Errors = [], StreamsOutput = true,
    };

    public static readonly ServiceModel Model = new("winds", [PutWind, DropWind, Listen])
    {
        SigningName = "winds", EndpointPrefix = "winds", Protocols = ["json"], JsonVersion = "1.1", ApiVersion = "2020-01-01", TargetPrefix = "Winds_20200101",
    };
}

public sealed record Wind
{
    public static readonly StructureSchema<Wind> WireSchema = new("Wind", static () => new(), static () =>
    [
        new ReferenceMember<Wind, string>("name", new StringSchema { Constraints = new() { MaxLength = 5 } }, x => x.Name, (x, v) => x.Name = v),
        new ValueMember<Wind, DateTimeOffset>("since", new TimestampSchema(), x => x.Since, (x, v) => x.Since = v),
        new ReferenceMember<Wind, IReadOnlyList<int>>("knots", new ListSchema<int>(new IntegerSchema()), x => x.Knots, (x, v) => x.Knots = v),
    ]);

    public string? Name { get; set; }
    public DateTimeOffset? Since { get; set; }
    public IReadOnlyList<int>? Knots { get; set; }
}

public sealed record Gusts
{
    public static readonly StructureSchema<Gusts> WireSchema = new("Gusts", static () => new(), static () =>
    [
        new ReferenceMember<Gusts, string>("place", new StringSchema(), x => x.Place, null),
        new EventStreamMember<Gusts, Gust>("gusts", Gust.WireSchema, x => x.Events),
    ]);

    public string? Place { get; set; }
    public IAsyncEnumerable<Gust>? Events { get; set; }
}

public sealed record Gust
{
    public static readonly StructureSchema<Gust> WireSchema = new("Gust", static () => new(), static () =>
    [
        new ReferenceMember<Gust, Wind>("wind", Wind.WireSchema, x => x.Wind, null),
        new ReferenceMember<Gust, Sound>("sound", Sound.WireSchema, x => x.Sound, null),
        new ReferenceMember<Gust, CalmException>("Calm", CalmException.WireSchema, x => x.Calm, null),
    ]);

    public Wind? Wind { get; set; }
    public Sound? Sound { get; set; }
    public CalmException? Calm { get; set; }
}

public sealed record Sound
{
    public static readonly StructureSchema<Sound> WireSchema = new("Sound", static () => new(), static () =>
        [new ValueMember<Sound, ReadOnlyMemory<byte>>("bytes", new BlobSchema(), x => x.Bytes, null) { IsPayload = true }]);

    public ReadOnlyMemory<byte>? Bytes { get; set; }
}

public sealed class CalmException(string message) : AwsException("CalmException", 400, message), IModeledError
{
    public static readonly StructureSchema<CalmException> WireSchema = new("CalmException", null, static () =>
    [
        new ReferenceMember<CalmException, string>("message", new StringSchema(), x => x.Message, null),
        new ValueMember<CalmException, int>("hours", new IntegerSchema(), x => x.Hours, null),
    ]);

    public int? Hours { get; init; }

    public void Accept(IStructureVisitor visitor) => visitor.Visit(WireSchema, this);
}
