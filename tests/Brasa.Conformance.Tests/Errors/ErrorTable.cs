using System.Text.Json;
using System.Text.Json.Nodes;
using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Errors;

/// <summary>For each error that the model documents of an operation: a request that is answered with it, or why there is none.</summary>
internal sealed partial class ErrorTable(Lambda lambda, FunctionSource code)
{
    private const string
        Racing = "only while another change of the function is on its way",
        OnlyModel = "all that is refused of its members is refused by the model's constraints",
        NoManagedInstances = "Lambda Managed Instances are not built",
        NoSignatures = "signatures are not verified: a package counts as unsigned, never as tampered with",
        TakesMuchCode = "75 GB of packages would have to be stored; a unit test of the store has it";

    private readonly Dictionary<string, Dictionary<string, object>> known = [];

    private string enforcing = "", warning = "", mapping = "";

    private string QueueArn => $"arn:aws:sqs:{lambda.Region}:{lambda.Account}:known";

    /// <summary>What there is to say of an operation's errors: by error, the request's parameters, or text that says why there is no request.</summary>
    public IReadOnlyDictionary<string, object> Of(string operation) => known[operation];

    /// <summary>Makes what the requests are about.</summary>
    public async Task PrepareAsync()
    {
        await lambda.CreateAsync("known", code);
        await lambda.CreateAsync("enforced", code);
        await CallAsync("PublishVersion", new { FunctionName = "known" });
        await CallAsync("UpdateFunctionConfiguration", new { FunctionName = "known", Description = "changed" });
        await lambda.SettledAsync("known");
        await CallAsync("PublishVersion", new { FunctionName = "known" });
        await CallAsync("CreateAlias", new { FunctionName = "known", Name = "live", FunctionVersion = "1" });
        await CallAsync("AddPermission", Statement("taken"));
        await CallAsync("PutProvisionedConcurrencyConfig", new { FunctionName = "known", Qualifier = "2", ProvisionedConcurrentExecutions = 1 });
        await CallAsync("CreateAlias", new { FunctionName = "known", Name = "second", FunctionVersion = "2" });
        for (var number = 0; number < 150; number++)
        {
            if ((await lambda.CallAsync("AddPermission", LongStatement(number))).Code == "PolicyLengthExceededException") break;
        }

        await lambda.Queues.DoAsync("CreateQueue", new { QueueName = "known" });
        mapping = (await lambda.CallAsync("CreateEventSourceMapping", new { FunctionName = "known", EventSourceArn = QueueArn, Enabled = false })).Succeeded().Text("UUID")!;
        enforcing = await CreateSigningAsync("Enforce");
        warning = await CreateSigningAsync("Warn");
        await CallAsync("PutFunctionCodeSigningConfig", new { FunctionName = "enforced", CodeSigningConfigArn = enforcing });
        FillFunctions();
        FillTheRest();
    }

    private void Errors(string operation, params (string Error, object Request)[] errors) => known[operation] = errors.ToDictionary(entry => entry.Error, entry => entry.Request);

    /// <summary>Removes what lists of functions do not show.</summary>
    public async Task CleanAsync()
    {
        await CallAsync("DeleteEventSourceMapping", new { UUID = mapping });
        await lambda.Queues.DoAsync("DeleteQueue", new { QueueUrl = "known" });
        await CallAsync("DeleteFunctionCodeSigningConfig", new { FunctionName = "enforced" });
        foreach (var arn in new[] { enforcing, warning }) await CallAsync("DeleteCodeSigningConfig", new { CodeSigningConfigArn = arn });
    }

    private static object Statement(string id) => new { FunctionName = "known", StatementId = id, Action = "lambda:InvokeFunction", Principal = "sqs.amazonaws.com" };

    private static object LongStatement(int number) => new
    {
        FunctionName = "enforced", StatementId = $"{number:D3}{new string('s', 97)}", Action = "lambda:InvokeFunction", Principal = "sqs.amazonaws.com",
        SourceArn = $"arn:aws:sqs:us-east-1:123456789012:{new string('q', 80)}",
    };

    private string MissingSigning => $"arn:aws:lambda:{lambda.Region}:{lambda.Account}:code-signing-config:csc-00000000000000000";

    private JsonObject New(string name, object? with = null)
    {
        var request = ToJson(new { FunctionName = name, code.Runtime, code.Handler, lambda.Role, Code = new { ZipFile = code.Package } });
        foreach (var (member, value) in ToJson(with ?? new { })) request[member] = value?.DeepClone();
        return request;
    }

    private static JsonObject ToJson(object parameters) => JsonSerializer.SerializeToNode(parameters, Bytes.Json)!.AsObject();

    private async Task<string> CreateSigningAsync(string policy) => (string)(await CallAsync("CreateCodeSigningConfig", new
    {
        AllowedPublishers = Publishers, CodeSigningPolicies = new { UntrustedArtifactOnDeployment = policy },
    }))["CodeSigningConfig"]!["CodeSigningConfigArn"]!;

    private static object Publishers => new { SigningProfileVersionArns = new[] { "arn:aws:signer:us-east-1:123456789012:/signing-profiles/team/abcdefghij" } };

    private async Task<JsonObject> CallAsync(string operation, object request) => (await lambda.CallAsync(operation, request)).Succeeded().Result;
}
