using System.Collections.Immutable;
using System.Text.Json;

namespace Brasa.Services.Iam.Policies.Syntax;

/// <summary>Reads a document by IAM's grammar. What it does not know it refuses.</summary>
/// <remarks>IAM User Guide, "Grammar of the IAM JSON policy language".</remarks>
internal static class PolicyReader
{
    /// <summary>Bytes of a document with its white space.</summary>
    /// <remarks>IAM API reference, CreatePolicy, <c>PolicyDocument</c>.</remarks>
    public const int MaxBytes = 131_072;

    /// <summary>Statements of a document: more than fit into the longest that IAM takes.</summary>
    private const int MaxStatements = 1_000;

    /// <summary>A list of values in an operator in a condition in a statement in the list of them.</summary>
    private const int MaxDepth = 6;

    private static readonly JsonDocumentOptions Json = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <exception cref="MalformedPolicyException">IAM would refuse the document.</exception>
    public static PolicyDocument Read(ReadOnlyMemory<byte> utf8, PolicyKind kind, int maxCharacters)
    {
        if (utf8.Length > MaxBytes || CountCharacters(utf8.Span) > maxCharacters) throw PolicyErrors.TooLong(maxCharacters);
        try
        {
            using var json = JsonDocument.Parse(utf8, Json);
            return ReadDocument(json.RootElement, kind);
        }
        catch (JsonException)
        {
            throw PolicyErrors.Syntax;
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair is no text.
            throw PolicyErrors.Syntax;
        }
    }

    private static PolicyDocument ReadDocument(JsonElement root, PolicyKind kind)
    {
        var (version, id, statements) = (PolicyDocument.OldVersion, (string?)null, (JsonElement?)null);
        foreach (var member in PolicyJson.Members(root))
        {
            switch (member.Name)
            {
                case "Version": version = ReadVersion(member.Value); break;
                case "Id": id = PolicyJson.Text(member.Value); break;
                case "Statement": statements = member.Value; break;
                default: throw PolicyErrors.Syntax;
            }
        }

        if (kind == PolicyKind.Managed && version != PolicyDocument.CurrentVersion) throw PolicyErrors.OldVersion;
        return new PolicyDocument(kind, version, id, ReadStatements(statements ?? throw PolicyErrors.Syntax, new StatementReader(kind, version)));
    }

    private static string ReadVersion(JsonElement element)
    {
        var version = PolicyJson.Text(element);
        return version is PolicyDocument.CurrentVersion or PolicyDocument.OldVersion ? version : throw PolicyErrors.Syntax;
    }

    private static ImmutableArray<Statement> ReadStatements(JsonElement element, StatementReader reader)
    {
        if (element.ValueKind != JsonValueKind.Array) return [reader.Read(element)];
        if (element.GetArrayLength() is 0 or > MaxStatements) throw PolicyErrors.Syntax;

        var statements = element.EnumerateArray().Select(reader.Read).ToImmutableArray();
        var sids = statements.Where(statement => !string.IsNullOrEmpty(statement.Sid)).Select(statement => statement.Sid).ToList();
        return sids.Distinct(StringComparer.Ordinal).Count() == sids.Count ? statements : throw PolicyErrors.SameSid;
    }

    private static int CountCharacters(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        foreach (var b in utf8)
        {
            var isWhiteSpace = b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
            var isContinuation = (b & 0xC0) == 0x80;
            if (!isWhiteSpace && !isContinuation) count++;
        }

        return count;
    }
}
