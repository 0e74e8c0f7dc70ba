using Brasa.Contracts.Tool.Models;

namespace Brasa.Contracts.Tool.Emit;

/// <summary>The expression that describes one member of a structure or an error.</summary>
internal sealed class MemberEmitter(CSharpTypes types)
{
    /// <param name="owner">The class that has the member.</param>
    /// <param name="member">The member.</param>
    /// <param name="value">Where its value is found in an owner: a field or a property.</param>
    /// <param name="isWritable">Whether the value can be set once the owner exists.</param>
    public string Emit(string owner, Member member, string value, bool isWritable)
    {
        var shape = types[member.Shape];
        var type = types.Of(shape);
        if (shape.IsEventStream)
            return $"new EventStreamMember<{owner}, {type}>(\"{member.Name}\", {types.Schema(shape.Name)}, static x => x.{value}){Facts(member)}";

        var kind = shape.IsReference ? "ReferenceMember" : "ValueMember";
        var set = isWritable ? $"static (x, v) => x.{value} = v" : "null";
        var own = type == owner ? "!" : ""; // the one that is being made
        return $"new {kind}<{owner}, {type}>(\"{member.Name}\", {types.Schema(shape.Name)}{own}, static x => x.{value}, {set}){Facts(member)}";
    }

    private static string Facts(Member member)
    {
        var facts = new List<string>();
        if (member.WireName != member.Name)
            facts.Add($"WireName = {Names.Literal(member.WireName)}");
        if (member.XmlName is { } xmlName)
            facts.Add($"XmlName = {Names.Literal(xmlName)}");
        if (member.Location is { } location)
            facts.Add($"Location = MemberLocation.{Location(location)}");
        if (member.IsRequired)
            facts.Add("IsRequired = true");
        if (member.IsPayload)
            facts.Add("IsPayload = true");
        return facts.Count == 0 ? "" : $" {{ {string.Join(", ", facts)} }}";
    }

    private static string Location(string location) => location switch
    {
        "uri" => "Uri",
        "querystring" => "Query",
        "header" => "Header",
        "headers" => "PrefixHeaders",
        "statusCode" => "StatusCode",
        _ => throw new NotSupportedException($"Member location {location}."),
    };
}
