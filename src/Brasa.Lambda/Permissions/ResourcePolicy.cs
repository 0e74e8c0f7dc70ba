using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Brasa.Contracts.Lambda;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Permissions;

/// <summary>Who else may use a function, version or alias. Immutable.</summary>
/// <param name="Statements">In the order in which they were added.</param>
/// <param name="RevisionId">Changes with every statement added or removed.</param>
internal sealed record ResourcePolicy(ImmutableArray<PolicyStatement> Statements, string RevisionId)
{
    /// <summary>Bytes of a whole policy document.</summary>
    /// <remarks>AWS Lambda developer guide, "Lambda quotas".</remarks>
    private const int MaxBytes = 20_480;

    /// <summary>The policy with one more statement.</summary>
    /// <param name="before">The policy; <c>null</c> where there is none.</param>
    /// <param name="added">The statement.</param>
    /// <exception cref="ResourceConflictException">There is one of that id.</exception>
    /// <exception cref="PolicyLengthExceededException">The document would be too large.</exception>
    public static ResourcePolicy With(ResourcePolicy? before, PolicyStatement added)
    {
        var statements = before?.Statements ?? [];
        if (statements.Any(statement => statement.Sid == added.Sid))
            throw new ResourceConflictException($"The statement id ({added.Sid}) provided already exists. Please provide a new statement id, or remove the existing statement.");

        var after = new ResourcePolicy(statements.Add(added), Guid.NewGuid().ToString());
        var size = Encoding.UTF8.GetByteCount(after.ToDocument());
        return size <= MaxBytes ? after : throw new PolicyLengthExceededException($"The final policy size ({size}) is bigger than the limit ({MaxBytes}).");
    }

    /// <summary>The policy without a statement; <c>null</c> where it was the last.</summary>
    /// <exception cref="ResourceNotFoundException">There is none of that id.</exception>
    public static ResourcePolicy? Without(ResourcePolicy? before, string sid)
    {
        if (before is null) throw new ResourceNotFoundException("No policy is associated with the given resource.");
        var rest = before.Statements.RemoveAll(statement => statement.Sid == sid);
        if (rest.Length == before.Statements.Length) throw new ResourceNotFoundException($"Statement {sid} is not found in resource policy.");
        return rest.IsEmpty ? null : new ResourcePolicy(rest, Guid.NewGuid().ToString());
    }

    /// <summary>The policy as IAM writes it.</summary>
    public string ToDocument() =>
        $$"""{"Version":"2012-10-17","Id":"default","Statement":[{{string.Join(',', Statements.Select(statement => statement.Json))}}]}""";
}

/// <summary>One permission.</summary>
/// <param name="Sid">Its id, unique in the policy.</param>
/// <param name="Json">The statement as IAM writes it.</param>
internal sealed record PolicyStatement(string Sid, string Json)
{
    private const string InvokeUrl = "lambda:InvokeFunctionUrl";
    private const string Invoke = "lambda:InvokeFunction";

    /// <summary>The statement that a request asks for.</summary>
    /// <param name="request">The request.</param>
    /// <param name="resource">The ARN it is about.</param>
    /// <exception cref="InvalidParameterValueException">It makes no sense.</exception>
    public static PolicyStatement Of(AddPermissionRequest request, string resource)
    {
        if (request.FunctionUrlAuthType is not null && request.Action != InvokeUrl)
            throw FunctionSettings.Invalid($"FunctionUrlAuthType is only supported for {InvokeUrl} action");
        if (request.InvokedViaFunctionUrl == true && request.Action != Invoke)
            throw FunctionSettings.Invalid($"InvokedViaFunctionUrl is only supported for {Invoke} action");

        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString(nameof(Sid), request.StatementId);
            json.WriteString("Effect", "Allow");
            WritePrincipal(json, request.Principal);
            json.WriteString("Action", request.Action);
            json.WriteString("Resource", resource);
            WriteCondition(json, request);
            json.WriteEndObject();
        }

        return new PolicyStatement(request.StatementId, Encoding.UTF8.GetString(bytes.ToArray()));
    }

    private static void WritePrincipal(Utf8JsonWriter json, string principal)
    {
        if (principal == "*")
        {
            json.WriteString("Principal", principal);
            return;
        }

        json.WriteStartObject("Principal");
        if (Core.Identity.Arn.IsAccount(principal)) json.WriteString("AWS", $"arn:{Core.Identity.Arn.DefaultPartition}:iam::{principal}:root");
        else if (principal.StartsWith("arn:", StringComparison.Ordinal) && Core.Identity.Arn.TryParse(principal) is not null) json.WriteString("AWS", principal);
        else if (principal.EndsWith(".amazonaws.com", StringComparison.Ordinal) || principal.EndsWith(".amazon.com", StringComparison.Ordinal)) json.WriteString("Service", principal);
        else throw FunctionSettings.Invalid("The provided principal was invalid. Please check the principal and try again.");
        json.WriteEndObject();
    }

    private static void WriteCondition(Utf8JsonWriter json, AddPermissionRequest request)
    {
        (string Operator, string Key, string? Value)[] conditions =
        [
            ("StringEquals", "AWS:SourceAccount", request.SourceAccount),
            ("StringEquals", "aws:PrincipalOrgID", request.PrincipalOrgID),
            ("StringEquals", "lambda:EventSourceToken", request.EventSourceToken),
            ("StringEquals", "lambda:FunctionUrlAuthType", request.FunctionUrlAuthType?.Value),
            ("ArnLike", "AWS:SourceArn", request.SourceArn),
            ("Bool", "lambda:InvokedViaFunctionUrl", request.InvokedViaFunctionUrl == true ? "true" : null),
        ];
        var asked = conditions.Where(condition => !string.IsNullOrEmpty(condition.Value)).GroupBy(condition => condition.Operator).ToList();
        if (asked.Count == 0) return;

        json.WriteStartObject("Condition");
        foreach (var group in asked)
        {
            json.WriteStartObject(group.Key);
            foreach (var (_, key, value) in group) json.WriteString(key, value);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
