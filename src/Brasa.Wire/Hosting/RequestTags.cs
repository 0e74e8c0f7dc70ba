using Brasa.Wire.Schemas;

namespace Brasa.Wire.Hosting;

/// <summary>The tags that a request gives to something, or takes from it, as conditions of policies ask about them.</summary>
/// <remarks>IAM user guide, "AWS global condition context keys": <c>aws:RequestTag</c>, <c>aws:TagKeys</c>. Services name them alike, and have them as a map or as
/// a list of keys and values.</remarks>
internal sealed class RequestTags
{
    private readonly MemberSchema? tags;
    private readonly MemberSchema? keys;

    public RequestTags(IStructureSchema input)
    {
        tags = Find(input, "Tags");
        keys = Find(input, "TagKeys");
    }

    /// <summary>Adds what a request says of tags.</summary>
    /// <param name="conditions">What is known beside; <c>null</c> for nothing.</param>
    /// <param name="request">The request.</param>
    /// <returns><c>null</c> where nothing is known of the request then.</returns>
    public Dictionary<string, string[]>? AddTo(Dictionary<string, string[]>? conditions, object request)
    {
        if (tags is null && keys is null) return conditions;
        var named = new List<string>();
        foreach (var (key, value) in Read(tags?.ReadReference(request)))
        {
            (conditions ??= [])[$"aws:RequestTag/{key}"] = [value];
            named.Add(key);
        }

        if (keys?.ReadReference(request) is IReadOnlyList<string> taken) named.AddRange(taken);
        if (named.Count > 0) (conditions ??= [])["aws:TagKeys"] = [.. named];
        return conditions;
    }

    private static MemberSchema? Find(IStructureSchema input, string name) =>
        input.Members.FirstOrDefault(member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private IEnumerable<KeyValuePair<string, string>> Read(object? given) => given switch
    {
        IReadOnlyDictionary<string, string> map => map,
        IEnumerable<object> list when tags!.Items is { } item => list.Select(tag => KeyValuePair.Create(item.ReadText(tag, "Key") ?? "", item.ReadText(tag, "Value") ?? "")),
        _ => [],
    };
}
