using System.Text.Json.Nodes;
using Brasa.Wire.Schemas;
using Brasa.Wire.Validation;

namespace Brasa.Contracts.Tests.Samples;

/// <summary>Makes valid values from schemas alone.</summary>
public static class SampleValues
{
    /// <summary>Texts of which every pattern of the models accepts one.</summary>
    private static readonly string[] Texts =
    [
        "a", "abcdefgh", "1", "$LATEST", "ALL", "123456789012", "o-abcdefghij", "lambda:GetLayerVersion", "lambda:InvokeFunction", "/mnt/data",
        "$LATEST.PUBLISHED", "broker:9092", "SomeException", "Fn.$LATEST",
        "arn:aws:lambda:us-east-1:123456789012:function:hello",
        "arn:aws:lambda:us-east-1:123456789012:function:hello:1/durable-execution/name/id",
        "arn:aws:lambda:us-east-1:123456789012:layer:libs",
        "arn:aws:lambda:us-east-1:123456789012:layer:libs:1",
        "arn:aws:lambda:us-east-1:123456789012:code-signing-config:csc-0123456789abcdefg",
        "arn:aws:lambda:us-east-1:123456789012:event-source-mapping:01234567-89ab-cdef-0123-456789abcdef",
        "arn:aws:lambda:us-east-1:123456789012:capacity-provider:spot",
        "arn:aws:lambda:us-east-1::runtime:0123456789abcdef",
        "arn:aws:iam::123456789012:role/service",
        "arn:aws:kms:us-east-1:123456789012:key/1",
        "arn:aws:sqs:us-east-1:123456789012:queue",
        "arn:aws:elasticfilesystem:us-east-1:123456789012:access-point/fsap-0123456789abcdef0",
        "subnet-0123456789abcdef0", "sg-0123456789abcdef0",
    ];

    public static JsonNode Of(object schema) => schema switch
    {
        StringSchema text => Text(text.Constraints),
        BooleanSchema => true,
        IntegerSchema integer => (int)(integer.Constraints.MinValue ?? 1),
        LongSchema number => (long)(number.Constraints.MinValue ?? 1),
        DoubleSchema number => (double)(number.Constraints.MinValue ?? 0.5m),
        BlobSchema => Convert.ToBase64String("{}"u8),
        TimestampSchema => 1515531081.5,
        IStructureSchema structure => Structure(structure, _ => true),
        _ => Generic(schema),
    };

    /// <summary>An object with the members of a structure that <paramref name="isWanted"/> wants.</summary>
    public static JsonObject Structure(IStructureSchema structure, Func<MemberSchema, bool> isWanted) =>
        new(structure.Members.Where(isWanted).Select(member => KeyValuePair.Create(member.Name, (JsonNode?)Of(SchemaOf(member)))));

    public static object SchemaOf(MemberSchema member) => member.GetType().GetProperty("Schema")!.GetValue(member)!;

    private static JsonNode Generic(object schema)
    {
        var type = schema.GetType();
        var constraints = (Constraints)type.GetProperty("Constraints")!.GetValue(schema)!;
        if (type.GetGenericTypeDefinition() == typeof(EnumSchema<>))
            return constraints.Values?[0] ?? "anything";
        if (type.GetProperty("Item") is { } item)
            return new JsonArray([.. Enumerable.Range(0, Math.Max(1, constraints.MinLength ?? 1)).Select(_ => Of(item.GetValue(schema)!))]);
        var keys = (Constraints)type.GetProperty("Keys")!.GetValue(schema)!;
        var value = type.GetProperty("Value")!.GetValue(schema)!;
        return new JsonObject { [keys.Values?[0] ?? Text(keys)] = Of(value) };
    }

    private static string Text(Constraints constraints) =>
        Texts.FirstOrDefault(text => Fits(constraints, text))
            ?? Texts.Select(text => text + new string('a', constraints.MinLength!.Value)).First(text => Fits(constraints, text));

    private static bool Fits(Constraints constraints, string text) =>
        !(text.Length < constraints.MinLength) && !(text.Length > constraints.MaxLength) && constraints.Pattern?.Regex().IsMatch(text) != false;
}
