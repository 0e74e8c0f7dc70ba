using System.Text.Json;
using System.Text.Json.Nodes;
using Brasa.Core.Identity;
using Brasa.Services.Sqs.Delivery;

namespace Brasa.Services.Sqs.Permissions;

/// <summary>Changes of a queue's policy, a statement at a time.</summary>
internal static class QueuePolicy
{
    /// <remarks>Amazon SQS API reference, "AddPermission".</remarks>
    private const int MostActions = 7;

    private const string Sid = "Sid", Statements = "Statement";

    private static readonly HashSet<string> Actions = new(StringComparer.OrdinalIgnoreCase)
    {
        "*", "SendMessage", "ReceiveMessage", "DeleteMessage", "ChangeMessageVisibility", "GetQueueAttributes", "GetQueueUrl", "ListDeadLetterSourceQueues", "PurgeQueue",
    };

    /// <summary>A policy with one more statement, which lets accounts do something.</summary>
    /// <param name="policy">The policy; <c>null</c> where there is none.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="label">The statement's id.</param>
    /// <param name="accounts">The accounts.</param>
    /// <param name="actions">What they may do.</param>
    public static string With(string? policy, QueueName queue, string label, IReadOnlyList<string> accounts, IReadOnlyList<string> actions)
    {
        if (accounts.Count == 0) throw SqsErrors.Missing("AWSAccountIds");
        if (actions.Count == 0) throw SqsErrors.Missing("Actions");
        if (actions.Count > MostActions) throw new Contracts.Sqs.OverLimitException($"{actions.Count} Actions were found, maximum allowed is {MostActions}.");
        if (actions.FirstOrDefault(action => !Actions.Contains(action)) is { } unknown)
            throw SqsErrors.Invalid($"SQS:{unknown}", "ActionName", "Please refer to the appropriate WSDL for a list of valid actions.");
        if (accounts.FirstOrDefault(account => !Arn.IsAccount(account)) is { } nobody)
            throw SqsErrors.Invalid(nobody, "PrincipalId", "Unable to verify.");

        var document = Read(policy) ?? new JsonObject { ["Version"] = "2008-10-17", ["Id"] = $"{queue.Arn}/SQSDefaultPolicy", [Statements] = new JsonArray() };
        var statements = StatementsOf(document);
        if (Find(statements, label) is not null) throw SqsErrors.Invalid(label, "Label", "Already exists.");
        statements.Add(new JsonObject
        {
            [Sid] = label,
            ["Effect"] = "Allow",
            ["Principal"] = new JsonObject { ["AWS"] = OneOrAll(accounts.Select(account => $"arn:{Arn.DefaultPartition}:iam::{account}:root")) },
            ["Action"] = OneOrAll(actions.Select(action => $"SQS:{action}")),
            ["Resource"] = queue.Arn,
        });
        return document.ToJsonString();
    }

    /// <summary>A policy without a statement; <c>null</c> where it was the last.</summary>
    public static string? Without(string? policy, string label)
    {
        var document = Read(policy);
        var statements = document is null ? [] : StatementsOf(document);
        if (Find(statements, label) is not { } found) throw SqsErrors.Invalid(label, "Label", "can't find label on existing policy");
        statements.Remove(found);
        return statements.Count == 0 ? null : document!.ToJsonString();
    }

    private static JsonObject? Read(string? policy)
    {
        try
        {
            return policy is null ? null : JsonNode.Parse(policy) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A single statement may stand without brackets.</summary>
    private static JsonArray StatementsOf(JsonObject document)
    {
        if (document[Statements] is JsonArray statements) return statements;
        var single = document[Statements]?.DeepClone();
        var array = single is null ? [] : new JsonArray(single);
        document[Statements] = array;
        return array;
    }

    private static JsonNode? Find(JsonArray statements, string label) =>
        statements.FirstOrDefault(statement => statement is JsonObject named && named[Sid] is JsonValue sid && sid.TryGetValue<string>(out var text) && text == label);

    private static JsonNode OneOrAll(IEnumerable<string> values) => values.ToList() is [var single] ? JsonValue.Create(single) : new JsonArray([.. values.Select(value => (JsonNode)JsonValue.Create(value))]);
}
