using System.Runtime.CompilerServices;
using System.Text.Json;
using Brasa.Services.Iam.Policies;

namespace Brasa.Services.Iam.Authorization;

/// <summary>Policies of resources, read once: a text is one object for as long as it does not change, and what was read of it is gone with it.</summary>
internal sealed class PolicyTexts
{
    private readonly ConditionalWeakTable<string, PolicySet> read = [];

    /// <summary>A policy; a text is always of the same kind.</summary>
    public PolicySet Read(string text, PolicyKind kind) =>
        read.TryGetValue(text, out var known) ? known : read.GetValue(text, text => Parse(text, kind));

    /// <summary>Each statement by itself: a service may take one that policies do not know, and it allows nothing.</summary>
    private static PolicySet Parse(string text, PolicyKind kind)
    {
        using var document = JsonDocument.Parse(text);
        var version = document.RootElement.TryGetProperty("Version", out var named) ? named.GetString() : PolicyDocument.OldVersion;
        var statements = document.RootElement.TryGetProperty("Statement", out var found) ? found : default;
        var each = statements.ValueKind == JsonValueKind.Array ? statements.EnumerateArray().AsEnumerable() : statements.ValueKind == JsonValueKind.Object ? [statements] : [];
        return new PolicySet(each.Select(statement => TryParse($$"""{"Version":"{{version}}","Statement":{{statement.GetRawText()}}}""", kind)).OfType<PolicyDocument>());
    }

    private static PolicyDocument? TryParse(string text, PolicyKind kind)
    {
        try
        {
            return PolicyDocument.Parse(text, kind, int.MaxValue);
        }
        catch (MalformedPolicyException)
        {
            return null;
        }
    }
}
