using System.Text.Json.Nodes;
using Brasa.Contracts.Tests.Models;

namespace Brasa.Contracts.Tests.Samples;

/// <summary>What AWS says of members, from the model: each failure with its path, in the model's order.</summary>
internal sealed class Expectations
{
    private readonly List<string> failures = [];

    private Expectations()
    {
    }

    public static IReadOnlyList<string> Of(Shape input, JsonObject members)
    {
        var expectations = new Expectations();
        expectations.AddInside(input, members, "");
        return expectations.failures;
    }

    private void AddInside(Shape shape, JsonNode value, string path)
    {
        switch (shape.Type)
        {
            case "structure":
                foreach (var member in shape.Members)
                    AddMember(member, value[member.Name], path.Length == 0 ? member.PathName : $"{path}.{member.PathName}");
                break;
            case "list":
                AddItems(shape, value.AsArray(), path);
                break;
            case "map":
                AddEntries(shape, value.AsObject(), path);
                break;
        }
    }

    private void AddMember(ShapeMember member, JsonNode? value, string path)
    {
        if (value is not null)
        {
            foreach (var broken in AwsWords.Broken(member.Shape, value))
                Add(member.Shape, value, path, broken);
            AddInside(member.Shape, value, path);
        }
        else if (member.IsRequired)
        {
            failures.Add(AwsWords.Failure("null", path, "Member must not be null"));
        }
    }

    private void Add(Shape shape, JsonNode value, string path, string constraint) =>
        failures.Add(AwsWords.Failure(AwsWords.Quote(shape, value), path, constraint));

    private void AddItems(Shape list, JsonArray items, string path)
    {
        if (items.Any(item => AwsWords.Broken(list.Item, item!).Any()))
            Add(list, items, path, $"Member must satisfy constraint: {AwsWords.All(list.Item)}");
        for (var i = 0; i < items.Count; i++)
            AddInside(list.Item, items[i]!, $"{path}.{i + 1}.member");
    }

    private void AddEntries(Shape map, JsonObject entries, string path)
    {
        if (entries.Any(entry => AwsWords.Broken(map.Key, entry.Key).Any()))
            Add(map, entries, path, $"Map keys must satisfy constraint: {AwsWords.All(map.Key)}");
        if (entries.Any(entry => AwsWords.Broken(map.Value, entry.Value!).Any()))
            Add(map, entries, path, $"Map value must satisfy constraint: {AwsWords.All(map.Value)}");
        foreach (var (key, value) in entries)
            AddInside(map.Value, value!, $"{path}.{(map.Key.IsSensitive ? "***" : key)}.member");
    }
}
