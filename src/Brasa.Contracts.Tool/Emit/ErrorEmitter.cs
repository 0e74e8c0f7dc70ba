using System.Text;
using Brasa.Contracts.Tool.Models;

namespace Brasa.Contracts.Tool.Emit;

/// <summary>One exception per error, with the members the model gives it.</summary>
internal sealed class ErrorEmitter(Model model, CSharpTypes types)
{
    /// <summary>Properties that every exception already has with another meaning.</summary>
    private static readonly HashSet<string> Taken = ["Code", "Status", "Data", "Source", "HelpLink", "HResult", "StackTrace", "TargetSite", "QueryCode", "QueryStatus"];

    private readonly MemberEmitter members = new(types);

    public void Emit(StringBuilder output)
    {
        foreach (var shape in model.Reachable.Where(shape => shape is { IsStructure: true, IsError: true }))
            Emit(output, shape);
    }

    private void Emit(StringBuilder output, Shape shape)
    {
        var name = Names.Error(shape.TypeName);
        output.AppendLine($"/// <summary>AWS's <c>{shape.Name}</c>.</summary>");
        output.AppendLine($"public sealed class {name}(string message) : AwsException(\"{shape.ErrorCode}\", {shape.ErrorStatus}, message), IModeledError");
        output.AppendLine("{");
        output.AppendLine("    /// <summary>Its members as they travel.</summary>");
        output.AppendLine($"    public static readonly StructureSchema<{name}> WireSchema = new(\"{shape.Name}\", null, static () =>");
        output.AppendLine("    [");
        foreach (var member in shape.Members)
            output.AppendLine($"        {members.Emit(name, member, Property(member, name), isWritable: false)},");
        output.AppendLine("    ]);");

        foreach (var member in shape.Members.Where(member => !IsMessage(member)))
        {
            // Who is to blame: AWS answers it with every error of the services that model it.
            var value = member.Name == "Type" ? $" = \"{(shape.IsFault ? "Service" : "User")}\";" : "";
            output.AppendLine($"    /// <summary>AWS's <c>{member.Name}</c>.</summary>");
            output.AppendLine($"    public {types.Of(member.Shape)}? {Property(member, name)} {{ get; init; }}{value}");
        }
        if (shape.QueryErrorCode is { } queryCode)
            output.AppendLine("    /// <inheritdoc />").AppendLine($"    public string? QueryCode => {Names.Literal(queryCode)};");
        if (shape.QueryErrorStatus is { } queryStatus)
            output.AppendLine("    /// <inheritdoc />").AppendLine($"    public int? QueryStatus => {queryStatus};");
        output.AppendLine("    /// <inheritdoc />");
        output.AppendLine("    public void Accept(IStructureVisitor visitor) => visitor.Visit(WireSchema, this);");
        output.AppendLine("}").AppendLine();
    }

    private static string Property(Member member, string owner)
    {
        var name = Names.Property(member.Name, owner);
        return Taken.Contains(name) ? name + "Value" : name;
    }

    private static bool IsMessage(Member member) => member.Name is "message" or "Message";
}
