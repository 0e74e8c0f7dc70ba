namespace Brasa.Conformance.Tests.Support;

/// <summary>What a client signs with.</summary>
internal sealed record Keys(string Id, string Secret, string? Token = null)
{
    public string?[] ToArray() => [Id, Secret, Token];
}
