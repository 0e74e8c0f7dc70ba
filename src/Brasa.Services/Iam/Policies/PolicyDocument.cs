using System.Collections.Immutable;
using System.Text;
using Brasa.Services.Iam.Policies.Syntax;

namespace Brasa.Services.Iam.Policies;

/// <summary>A policy document that has been read: its patterns and conditions are ready to be matched. Immutable.</summary>
public sealed class PolicyDocument
{
    /// <summary>The present version of the language, with policy variables.</summary>
    public const string CurrentVersion = "2012-10-17";

    /// <summary>The version before, and the one of a document that names none: <c>${…}</c> is text in it.</summary>
    public const string OldVersion = "2008-10-17";

    /// <summary>Characters of a managed policy, white space not counted.</summary>
    /// <remarks>IAM User Guide, "IAM and AWS STS quotas", as the following ones.</remarks>
    public const int MaxManagedCharacters = 6_144;

    /// <summary>Characters of all inline policies of a role together, white space not counted.</summary>
    public const int MaxRoleInlineCharacters = 10_240;

    /// <summary>Characters of a role's trust policy, white space not counted.</summary>
    public const int MaxTrustCharacters = 2_048;

    /// <summary>Characters of a session policy.</summary>
    public const int MaxSessionCharacters = 2_048;

    internal PolicyDocument(PolicyKind kind, string version, string? id, ImmutableArray<Statement> statements)
    {
        Kind = kind;
        Version = version;
        Id = id;
        Statements = statements;
    }

    /// <summary>What it is attached to.</summary>
    public PolicyKind Kind { get; }

    /// <summary>The version of the language it is written in.</summary>
    public string Version { get; }

    /// <summary>Its own name for itself, where it has one.</summary>
    public string? Id { get; }

    internal ImmutableArray<Statement> Statements { get; }

    /// <summary>Reads a document.</summary>
    /// <param name="json">The document.</param>
    /// <param name="kind">What it is attached to.</param>
    /// <param name="maxCharacters">Characters it may have, white space not counted.</param>
    /// <exception cref="MalformedPolicyException">IAM would refuse it. Nothing else is thrown, whatever the document is.</exception>
    public static PolicyDocument Parse(string json, PolicyKind kind, int maxCharacters)
    {
        ArgumentNullException.ThrowIfNull(json);
        return json.Length > PolicyReader.MaxBytes ? throw PolicyErrors.TooLong(maxCharacters) : Parse(Encoding.UTF8.GetBytes(json), kind, maxCharacters);
    }

    /// <summary>Reads a document in UTF-8.</summary>
    /// <param name="utf8">The document.</param>
    /// <param name="kind">What it is attached to.</param>
    /// <param name="maxCharacters">Characters it may have, white space not counted.</param>
    /// <exception cref="MalformedPolicyException">IAM would refuse it. Nothing else is thrown, whatever the document is.</exception>
    public static PolicyDocument Parse(ReadOnlyMemory<byte> utf8, PolicyKind kind, int maxCharacters) => PolicyReader.Read(utf8, kind, maxCharacters);
}
