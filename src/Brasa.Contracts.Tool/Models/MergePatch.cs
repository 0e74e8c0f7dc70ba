using System.Text.Json.Nodes;

namespace Brasa.Contracts.Tool.Models;

/// <summary>JSON Merge Patch, RFC 7396.</summary>
internal static class MergePatch
{
    /// <summary>Changes <paramref name="target"/> by <paramref name="patch"/>: a null removes, an object merges, all else replaces.</summary>
    public static void Apply(JsonObject target, JsonObject patch)
    {
        foreach (var (name, change) in patch)
        {
            if (change is null)
                target.Remove(name);
            else if (change is JsonObject nested)
                Apply(ObjectAt(target, name), nested);
            else
                target[name] = change.DeepClone();
        }
    }

    private static JsonObject ObjectAt(JsonObject target, string name)
    {
        if (target[name] is JsonObject existing)
            return existing;
        var added = new JsonObject();
        target[name] = added;
        return added;
    }
}
