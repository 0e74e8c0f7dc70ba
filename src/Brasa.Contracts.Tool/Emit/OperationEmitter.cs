using System.Text;
using Brasa.Contracts.Tool.Models;

namespace Brasa.Contracts.Tool.Emit;

/// <summary>One descriptor per operation, and the service they belong to.</summary>
internal sealed class OperationEmitter(Model model, CSharpTypes types)
{
    public void Emit(StringBuilder output)
    {
        output.AppendLine($"/// <summary>Every operation of {model.Text("serviceFullName")}.</summary>");
        output.AppendLine($"public static class {model.Name}Operations").AppendLine("{");
        foreach (var operation in model.Operations)
            Emit(output, operation);
        output.AppendLine($$"""
                /// <summary>The service, with all of them.</summary>
                public static readonly ServiceModel Service = new("{{SigningName}}", [{{string.Join(", ", model.Operations.Select(o => o.Name))}}])
                {
                    SigningName = "{{SigningName}}",
                    EndpointPrefix = "{{model.Text("endpointPrefix")}}",
                    Protocols = [{{string.Join(", ", model.Protocols.Select(Names.Literal))}}],
                    ApiVersion = "{{model.Text("apiVersion")}}",
            """);
        if (model.Text("targetPrefix") is { Length: > 0 } target)
            output.AppendLine($"        TargetPrefix = \"{target}\",");
        if (model.Text("jsonVersion") is { Length: > 0 } version)
            output.AppendLine($"        JsonVersion = \"{version}\",");
        if (model.Metadata.ContainsKey("awsQueryCompatible"))
            output.AppendLine("        IsQueryCompatible = true,");
        if (model.Text("xmlNamespace") is { Length: > 0 } xml)
            output.AppendLine($"        XmlNamespace = \"{xml}\",");
        output.AppendLine("    };").AppendLine("}");
    }

    private string SigningName => model.Text("signingName") is { Length: > 0 } name ? name : model.Text("endpointPrefix");

    private void Emit(StringBuilder output, Operation operation)
    {
        var request = operation.Input is null ? $"{operation.Name}Request" : types.Of(operation.Input);
        var response = operation.Output is null ? "NoOutput" : types.Of(operation.Output);
        var type = $"OperationDescriptor<{request}, {response}>";
        var schema = operation.Output is null ? "null" : $"{response}.WireSchema";
        output.AppendLine($$"""
                /// <summary>{{operation.Method}} <c>{{operation.UriTemplate.Replace("&", "&amp;", StringComparison.Ordinal)}}</c>.</summary>
                public static readonly {{type}} {{operation.Name}} = new("{{operation.Name}}", {{request}}.WireSchema, {{schema}})
                {
                    Method = "{{operation.Method}}",
                    UriTemplate = "{{operation.UriTemplate}}",
                    SuccessStatus = {{operation.SuccessStatus}},
                    Errors = [{{string.Join(", ", operation.Errors.Select(error => Names.Literal(model.Shapes[error].ErrorCode)))}}],
            """);
        foreach (var flag in Flags(operation))
            output.AppendLine($"        {flag} = true,");
        output.AppendLine("    };");
    }

    private IEnumerable<string> Flags(Operation operation)
    {
        if (operation.IsReadOnly)
            yield return "IsReadOnly";
        if (operation.IsDeprecated)
            yield return "IsDeprecated";
        if (Streams(operation.Input))
            yield return "StreamsInput";
        if (Streams(operation.Output))
            yield return "StreamsOutput";
    }

    private bool Streams(string? structure) =>
        structure is not null && types[structure].Members.Any(member => types[member.Shape] is { IsEventStream: true } or { IsStreaming: true });
}
