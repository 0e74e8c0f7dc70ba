using System.Text.RegularExpressions;
using Brasa.Core.Errors;
using Brasa.Core.Operations;
using Brasa.Wire.Operations;
using Brasa.Wire.Schemas;
using Brasa.Wire.Validation;

namespace Brasa.Wire.Tests.Samples;

/// <summary>A made-up service, described as the contracts describe real ones.</summary>
public static class Things
{
    public static readonly OperationDescriptor<PutThingRequest, PutThingResponse> PutThing =
        new("PutThing", PutThingRequest.WireSchema, PutThingResponse.WireSchema)
        {
            Method = "PUT", UriTemplate = "/2020-01-01/things/{ThingName}", SuccessStatus = 201, Errors = ["ThingBrokenException"],
        };

    public static readonly OperationDescriptor<UploadRequest, UploadResponse> Upload =
        new("Upload", UploadRequest.WireSchema, UploadResponse.WireSchema)
        {
            Method = "POST", UriTemplate = "/2020-01-01/things/{ThingName}/data", SuccessStatus = 200, Errors = [],
        };

    public static readonly OperationDescriptor<DeleteThingRequest, NoOutput> DeleteThing =
        new("DeleteThing", DeleteThingRequest.WireSchema, null)
        {
            Method = "DELETE", UriTemplate = "/2020-01-01/things/{ThingName}", SuccessStatus = 204, Errors = [],
        };

    public static readonly ServiceModel Model = new("things", [PutThing, Upload, DeleteThing])
    {
        SigningName = "things", EndpointPrefix = "things", Protocols = ["rest-json"], ApiVersion = "2020-01-01",
    };
}

public readonly record struct Mode(string Value) : IStringEnum<Mode>
{
    public static Mode From(string value) => new(value);

    public override string ToString() => Value;
}

public sealed record PutThingRequest
{
    public static readonly StructureSchema<PutThingRequest> WireSchema = new("PutThingRequest", static () => new(), static () =>
    [
        new ReferenceMember<PutThingRequest, string>("ThingName", new StringSchema(), x => x.ThingName, (x, v) => x.ThingName = v)
            { Location = MemberLocation.Uri, IsRequired = true },
        new ValueMember<PutThingRequest, bool>("DryRun", new BooleanSchema(), x => x.DryRun, (x, v) => x.DryRun = v)
            { Location = MemberLocation.Query, WireName = "dry-run" },
        new ReferenceMember<PutThingRequest, IReadOnlyList<string>>(
            "TagKeys", new ListSchema<string>(new StringSchema { Constraints = new() { MinLength = 1, MaxLength = 4 } }), x => x.TagKeys, (x, v) => x.TagKeys = v)
            { Location = MemberLocation.Query, WireName = "tagKeys" },
        new ValueMember<PutThingRequest, Mode>("Mode", new EnumSchema<Mode> { Constraints = new() { Values = ["Fast", "Slow"] } }, x => x.Mode, (x, v) => x.Mode = v)
            { Location = MemberLocation.Header, WireName = "X-Mode" },
        new ReferenceMember<PutThingRequest, IReadOnlyList<Mode>>(
            "Modes", new ListSchema<Mode>(new EnumSchema<Mode> { Constraints = new() { Values = ["Fast", "Slow"] } }), x => x.Modes, (x, v) => x.Modes = v),
        new ReferenceMember<PutThingRequest, IReadOnlyDictionary<string, string>>(
            "Meta", new MapSchema<string>(Constraints.None, new StringSchema()), x => x.Meta, (x, v) => x.Meta = v)
            { Location = MemberLocation.PrefixHeaders, WireName = "X-Meta-" },
        new ValueMember<PutThingRequest, int>(
            "Count", new IntegerSchema { Constraints = new() { MinValue = 1, MaxValue = 10 } }, x => x.Count, (x, v) => x.Count = v),
        new ReferenceMember<PutThingRequest, string>(
            "Note", new StringSchema { Constraints = new() { MaxLength = 5, Pattern = new("[a-z]+", () => new Regex(@"\A(?:[a-z]+)\z")) } },
            x => x.Note, (x, v) => x.Note = v),
        new ReferenceMember<PutThingRequest, string>(
            "Secret", new StringSchema { Constraints = new() { MinLength = 6, IsSensitive = true } }, x => x.Secret, (x, v) => x.Secret = v),
        new ReferenceMember<PutThingRequest, IReadOnlyDictionary<string, string>>(
            "Labels", new MapSchema<string>(new() { MaxLength = 3 }, new StringSchema { Constraints = new() { MaxLength = 3 } }),
            x => x.Labels, (x, v) => x.Labels = v),
        new ReferenceMember<PutThingRequest, IReadOnlyList<Part>>("Parts", new ListSchema<Part>(Part.WireSchema), x => x.Parts, (x, v) => x.Parts = v),
        new ReferenceMember<PutThingRequest, Part>("Main", Part.WireSchema, x => x.Main, (x, v) => x.Main = v),
        new ValueMember<PutThingRequest, ReadOnlyMemory<byte>>("Data", new BlobSchema(), x => x.Data, (x, v) => x.Data = v),
        new ValueMember<PutThingRequest, DateTimeOffset>("At", new TimestampSchema(), x => x.At, (x, v) => x.At = v),
        new ValueMember<PutThingRequest, double>(
            "Ratio", new DoubleSchema { Constraints = new() { MinValue = 0.0m, MaxValue = 1.0m } }, x => x.Ratio, (x, v) => x.Ratio = v),
    ]);

    public string? ThingName { get; set; }
    public bool? DryRun { get; set; }
    public IReadOnlyList<string>? TagKeys { get; set; }
    public Mode? Mode { get; set; }
    public IReadOnlyList<Mode>? Modes { get; set; }
    public IReadOnlyDictionary<string, string>? Meta { get; set; }
    public int? Count { get; set; }
    public string? Note { get; set; }
    public string? Secret { get; set; }
    public IReadOnlyDictionary<string, string>? Labels { get; set; }
    public IReadOnlyList<Part>? Parts { get; set; }
    public Part? Main { get; set; }
    public ReadOnlyMemory<byte>? Data { get; set; }
    public DateTimeOffset? At { get; set; }
    public double? Ratio { get; set; }
}

/// <summary>A structure that holds its own kind.</summary>
public sealed record Part
{
    public static readonly StructureSchema<Part> WireSchema = new("Part", static () => new(), static () =>
    [
        new ValueMember<Part, long>("Id", new LongSchema(), x => x.Id, (x, v) => x.Id = v) { IsRequired = true },
        new ReferenceMember<Part, Part>("Inner", WireSchema!, x => x.Inner, (x, v) => x.Inner = v),
    ]);

    public long? Id { get; set; }
    public Part? Inner { get; set; }
}

public sealed record PutThingResponse
{
    public static readonly StructureSchema<PutThingResponse> WireSchema = new("PutThingResponse", static () => new(), static () =>
    [
        new ValueMember<PutThingResponse, int>("Status", new IntegerSchema(), x => x.Status, null) { Location = MemberLocation.StatusCode },
        new ReferenceMember<PutThingResponse, string>("Revision", new StringSchema(), x => x.Revision, null)
            { Location = MemberLocation.Header, WireName = "X-Revision" },
        new ReferenceMember<PutThingResponse, string>("Name", new StringSchema(), x => x.Name, null),
        new ReferenceMember<PutThingResponse, IReadOnlyList<Part>>("Parts", new ListSchema<Part>(Part.WireSchema), x => x.Parts, null),
        new ReferenceMember<PutThingResponse, IReadOnlyDictionary<string, string>>(
            "Labels", new MapSchema<string>(Constraints.None, new StringSchema()), x => x.Labels, null),
        new ValueMember<PutThingResponse, ReadOnlyMemory<byte>>("Data", new BlobSchema(), x => x.Data, null),
        new ValueMember<PutThingResponse, DateTimeOffset>("At", new TimestampSchema(), x => x.At, null),
        new ValueMember<PutThingResponse, DateTimeOffset>(
            "Since", new TimestampSchema { Format = TimestampFormat.DateTime }, x => x.At, null),
    ]);

    public int? Status { get; set; }
    public string? Revision { get; set; }
    public string? Name { get; set; }
    public IReadOnlyList<Part>? Parts { get; set; }
    public IReadOnlyDictionary<string, string>? Labels { get; set; }
    public ReadOnlyMemory<byte>? Data { get; set; }
    public DateTimeOffset? At { get; set; }
}

public sealed record UploadRequest
{
    public static readonly StructureSchema<UploadRequest> WireSchema = new("UploadRequest", static () => new(), static () =>
    [
        new ReferenceMember<UploadRequest, string>("ThingName", new StringSchema(), x => x.ThingName, (x, v) => x.ThingName = v)
            { Location = MemberLocation.Uri, IsRequired = true },
        new ValueMember<UploadRequest, ReadOnlyMemory<byte>>("Payload", new BlobSchema(), x => x.Payload, (x, v) => x.Payload = v) { IsPayload = true },
    ]);

    public string? ThingName { get; set; }
    public ReadOnlyMemory<byte>? Payload { get; set; }
}

public sealed record UploadResponse
{
    public static readonly StructureSchema<UploadResponse> WireSchema = new("UploadResponse", static () => new(), static () =>
        [new ValueMember<UploadResponse, ReadOnlyMemory<byte>>("Payload", new BlobSchema(), x => x.Payload, null) { IsPayload = true }]);

    public ReadOnlyMemory<byte>? Payload { get; set; }
}

public sealed record DeleteThingRequest
{
    public static readonly StructureSchema<DeleteThingRequest> WireSchema = new("DeleteThingRequest", static () => new(), static () =>
    [
        new ReferenceMember<DeleteThingRequest, string>("ThingName", new StringSchema(), x => x.ThingName, (x, v) => x.ThingName = v)
            { Location = MemberLocation.Uri, IsRequired = true },
    ]);

    public string? ThingName { get; set; }
}

public sealed class ThingBrokenException(string message) : AwsException("ThingBrokenException", 409, message), IModeledError
{
    public static readonly StructureSchema<ThingBrokenException> WireSchema = new("ThingBrokenException", null, static () =>
    [
        new ReferenceMember<ThingBrokenException, string>("Type", new StringSchema(), x => x.Type, null),
        new ReferenceMember<ThingBrokenException, string>("Message", new StringSchema(), x => x.Message, null),
        new ReferenceMember<ThingBrokenException, string>("retryAfterSeconds", new StringSchema(), x => x.RetryAfterSeconds, null)
            { Location = MemberLocation.Header, WireName = "Retry-After" },
    ]);

    public string? Type { get; init; } = "User";
    public string? RetryAfterSeconds { get; init; }

    public void Accept(IStructureVisitor visitor) => visitor.Visit(WireSchema, this);
}
