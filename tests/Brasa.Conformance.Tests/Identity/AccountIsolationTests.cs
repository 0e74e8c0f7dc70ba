using System.Text.Json;
using System.Text.Json.Nodes;
using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Identity;

/// <summary>Every operation of every service, asked by one account about what is another's: nothing of it is seen, and nothing changed.</summary>
public sealed class AccountIsolationTests(SharedServer server) : IdentityTest(server)
{
    private const string Name = "shared-name", Secret = "topsecret", Mapped = "mapped-queue";
    private const string Other = "210987654321";

    private string signingConfig = "", queryDefinition = "", query = "", mapping = "";

    private string LogGroup => $"arn:aws:logs:us-east-1:{Lambda.Account}:log-group:{Name}";

    /// <summary>All in one test, as it needs everything that there can be in an account.</summary>
    [Fact]
    public async Task No_operation_reaches_what_is_another_account_s()
    {
        await FillAsync();
        var before = await DumpAsync();
        var (wrong, asked) = (new List<string>(), 0);
        foreach (var service in new[] { "lambda", "iam", "sts", "logs", "sqs" })
        {
            var client = new AwsClient(Server.Boto3, service, new Keys(Other, "secret"));
            foreach (var (operation, input) in Served(service))
            {
                foreach (var byArn in new[] { true, false })
                {
                    if (Request(service, input, byArn, out var named) is not { } request) wrong.Add($"{service} {operation}: what to ask with is missing ({named})");
                    else
                    {
                        // Boto3 of today's distributions is older than some of these operations.
                        var answer = service == "sqs" ? await new JsonClient(Server.Http, Other, "sqs", "AmazonSQS").CallAsync(operation, request) : await client.CallAsync(operation, request);
                        var text = answer.Code is null ? answer.Result.ToJsonString() : "";
                        if (text.Contains(Secret, StringComparison.Ordinal) || text.Contains(Lambda.Account, StringComparison.Ordinal)) wrong.Add($"{service} {operation}: shows {text[..Math.Min(text.Length, 500)]}");
                        if (byArn && named == "ARN" && answer.Status is not (403 or 404) && answer.Code is not ("ResourceNotFoundException" or "AccessDeniedException")) wrong.Add($"{service} {operation}: answered {answer.Status} {answer.Code} {answer.Message}");
                        asked++;
                    }
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.InRange(asked, 200, 1_000);
        Assert.Equal(before, await DumpAsync());
        await CleanAsync();
    }

    private async Task FillAsync()
    {
        await Lambda.CreateAsync(Name, Python("def handler(event, context): return 'topsecret'"), new { SECRET = Secret });
        foreach (var (operation, request) in new (string, object)[]
        {
            ("PublishVersion", new { FunctionName = Name, Description = Secret }),
            ("CreateAlias", new { FunctionName = Name, Name = "live", FunctionVersion = "1", Description = Secret }),
            ("AddPermission", new { FunctionName = Name, StatementId = Name, Action = "lambda:InvokeFunction", Principal = "sqs.amazonaws.com" }),
            ("PutFunctionEventInvokeConfig", new { FunctionName = Name, Qualifier = "1", MaximumRetryAttempts = 1 }),
            ("TagResource", new { Resource = Lambda.ArnOf(Name), Tags = new { team = Secret } }),
        }) (await Lambda.CallAsync(operation, request)).Succeeded();
        signingConfig = (string)(await Lambda.CallAsync("CreateCodeSigningConfig", new { Description = Secret, AllowedPublishers = Publishers })).Succeeded().Result["CodeSigningConfig"]!["CodeSigningConfigArn"]!;

        foreach (var (operation, request) in new (string, object)[]
        {
            ("CreateLogGroup", new { logGroupName = Name, tags = new { team = Secret } }), ("CreateLogStream", new { logGroupName = Name, logStreamName = Name }),
            ("PutLogEvents", new { logGroupName = Name, logStreamName = Name, logEvents = new[] { new { timestamp = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), message = Secret } } }),
            ("PutMetricFilter", new { logGroupName = Name, filterName = Name, filterPattern = Secret, metricTransformations = Metrics }),
            ("PutResourcePolicy", new { policyName = Name, policyDocument = AllowS3 }),
        }) await Lambda.Logs.DoAsync(operation, request);
        queryDefinition = (string)(await Lambda.Logs.DoAsync("PutQueryDefinition", new { name = Name, queryString = Secret }))["queryDefinitionId"]!;

        query = (string)(await Lambda.Logs.DoAsync("StartQuery", new { logGroupName = Name, startTime = 0, endTime = 4_000_000_000, queryString = "fields @message" }))["queryId"]!;

        await Sqs.DoAsync("CreateQueue", new { QueueName = Name, Attributes = new { VisibilityTimeout = "0" }, tags = new { team = Secret } });
        await Sqs.DoAsync("SendMessage", new { QueueUrl = Name, MessageBody = Secret });
        await Sqs.DoAsync("CreateQueue", new { QueueName = Mapped });
        mapping = (await Lambda.CallAsync("CreateEventSourceMapping", new { FunctionName = Name, EventSourceArn = MappedArn, Enabled = false })).Succeeded().Text("UUID")!;
        await Iam.DoAsync("CreateRole", new { RoleName = Name, AssumeRolePolicyDocument = TrustLambda, Description = Secret });
        await Iam.DoAsync("CreateUser", new { UserName = Name });
        await Iam.DoAsync("CreateGroup", new { GroupName = Name });
        await Iam.DoAsync("CreatePolicy", new { PolicyName = Name, PolicyDocument = AllowS3, Description = Secret });
        await Iam.DoAsync("CreateAccessKey", new { UserName = Name });
        foreach (var (kind, name) in new[] { ("Role", "RoleName"), ("User", "UserName"), ("Group", "GroupName") })
        {
            await Iam.DoAsync($"Put{kind}Policy", new Dictionary<string, string> { [name] = Name, ["PolicyName"] = Name, ["PolicyDocument"] = AllowS3 });
            await Iam.DoAsync($"Attach{kind}Policy", new Dictionary<string, string> { [name] = Name, ["PolicyArn"] = ArnOf($"policy/{Name}") });
        }
    }

    private string MappedArn => $"arn:aws:sqs:us-east-1:{Lambda.Account}:{Mapped}";

    private AwsClient Sqs => new(Server.Boto3, "sqs", new Keys(Lambda.Account, "secret"));

    /// <summary>All that its owner sees of it, with no time or signed address in it.</summary>
    private async Task<string> DumpAsync()
    {
        var all = new List<string>();
        foreach (var (operation, request) in new (string, object)[]
        {
            ("GetFunctionConfiguration", new { FunctionName = Name }), ("ListVersionsByFunction", new { FunctionName = Name }), ("ListAliases", new { FunctionName = Name }),
            ("GetPolicy", new { FunctionName = Name }), ("ListTags", new { Resource = Lambda.ArnOf(Name) }), ("GetFunctionConcurrency", new { FunctionName = Name }),
            ("GetFunctionRecursionConfig", new { FunctionName = Name }), ("GetRuntimeManagementConfig", new { FunctionName = Name }), ("ListProvisionedConcurrencyConfigs", new { FunctionName = Name }), ("ListFunctionEventInvokeConfigs", new { FunctionName = Name }),
            ("ListEventSourceMappings", new { }),
            ("ListCodeSigningConfigs", new { }), ("GetFunctionCodeSigningConfig", new { FunctionName = Name }), ("ListFunctions", new { }),
        }) all.Add((await Lambda.CallAsync(operation, request)).Succeeded().Result.ToJsonString());
        foreach (var (operation, request) in new (string, object)[]
        {
            ("GetRole", new { RoleName = Name }), ("GetUser", new { UserName = Name }), ("GetGroup", new { GroupName = Name }), ("ListAccessKeys", new { UserName = Name }),
            ("ListRoles", new { }), ("ListUsers", new { }), ("ListGroups", new { }), ("ListPolicies", new { Scope = "Local" }), ("ListPolicyVersions", new { PolicyArn = ArnOf($"policy/{Name}") }),
            ("ListRolePolicies", new { RoleName = Name }), ("ListAttachedRolePolicies", new { RoleName = Name }), ("ListUserPolicies", new { UserName = Name }),
            ("ListAttachedUserPolicies", new { UserName = Name }), ("ListGroupPolicies", new { GroupName = Name }), ("ListAttachedGroupPolicies", new { GroupName = Name }),
        }) all.Add((await Iam.DoAsync(operation, request)).ToJsonString());
        foreach (var (operation, request) in new (string, object)[]
        {
            ("DescribeLogGroups", new { logGroupNamePrefix = Name }), ("DescribeLogStreams", new { logGroupName = Name }), ("FilterLogEvents", new { logGroupName = Name }), ("ListTagsLogGroup", new { logGroupName = Name }),
            ("DescribeMetricFilters", new { logGroupName = Name }), ("DescribeSubscriptionFilters", new { logGroupName = Name }), ("DescribeResourcePolicies", new { }), ("DescribeQueryDefinitions", new { }),
        }) all.Add((await Lambda.Logs.DoAsync(operation, request)).ToJsonString());
        all.Add((await Sqs.DoAsync("GetQueueAttributes", new { QueueUrl = Name, AttributeNames = new[] { "All" } })).ToJsonString());
        all.Add((await Sqs.DoAsync("ListQueueTags", new { QueueUrl = Name })).ToJsonString());
        all.Add((await Sqs.DoAsync("ListQueues", new { })).ToJsonString());
        return string.Join('\n', all);
    }

    private async Task CleanAsync()
    {
        await Lambda.DeleteAsync(Name);
        await Lambda.CallAsync("DeleteEventSourceMapping", new { UUID = mapping });
        foreach (var queue in new[] { Name, Mapped }) await Sqs.DoAsync("DeleteQueue", new { QueueUrl = queue });
        (await Lambda.CallAsync("DeleteCodeSigningConfig", new { CodeSigningConfigArn = signingConfig })).Succeeded();
    }

    /// <summary>A request about what the other account has; <c>null</c> where a required member is not known here.</summary>
    /// <param name="service">The service.</param>
    /// <param name="input">The request's shape in the model.</param>
    /// <param name="byArn">Whether what is asked about is named by ARN, where that can be.</param>
    /// <param name="named">The member that is not known; else <c>ARN</c> where the request names something of the other account by ARN.</param>
    private JsonObject? Request(string service, JsonObject? input, bool byArn, out string named)
    {
        named = "";
        var request = new JsonObject();
        var required = input?["required"]?.AsArray().Select(name => (string)name!).ToHashSet() ?? [];
        foreach (var name in input?["members"]?.AsObject().Select(member => member.Key) ?? [])
        {
            var (value, isArn) = Value(service, name, byArn, required.Contains(name));
            if (value is null && !required.Contains(name)) continue;
            if (value is null)
            {
                named = name;
                return null;
            }

            if (isArn) named = "ARN";
            request[name] = JsonSerializer.SerializeToNode(value, Bytes.Json);
        }

        return request;
    }

    /// <summary>What a member of a request is given; <c>null</c> for most that are optional.</summary>
    private (object? Value, bool IsArn) Value(string service, string member, bool byArn, bool isRequired) => (service, member) switch
    {
        ("lambda", "FunctionName") => byArn ? (Lambda.ArnOf(Name), true) : (Name, false),
        ("lambda", "Resource") => (Lambda.ArnOf(Name), true),
        ("lambda", "CodeSigningConfigArn") => (signingConfig, true),
        (_, "PolicyArn") => (ArnOf($"policy/{Name}"), true),
        (_, "PolicySourceArn") => (ArnOf($"role/{Name}"), true),
        ("sts", "RoleArn") => (ArnOf($"role/{Name}"), true),
        (_, "RoleName" or "UserName" or "GroupName" or "PolicyName" or "StatementId") => (Name, false),
        ("logs", "logGroupName") => byArn && !isRequired ? (null, false) : (Name, false),
        ("logs", "logGroupIdentifier") => byArn ? (LogGroup, true) : (isRequired ? Name : null, false),
        ("logs", "logGroupIdentifiers") => byArn || isRequired ? (new[] { LogGroup }, true) : (null, false),
        ("logs", "resourceArn") => byArn || isRequired ? (LogGroup, true) : (null, false),
        ("logs", "resourceIdentifier") => byArn ? (LogGroup, true) : (null, false),
        ("logs", "logStreamName" or "filterName" or "policyName" or "name" or "kmsKeyId") => (Name, false),
        ("logs", "tags") => (new { team = "mine" }, false),
        ("logs", "tagKeys") => (new[] { "team" }, false),
        ("logs", "logEvents") => (new[] { new { timestamp = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), message = "mine" } }, false),
        ("logs", "logEventMessages") => (new[] { "mine" }, false),
        ("logs", "retentionInDays") => (7, false),
        ("logs", "filterPattern") => ("", false),
        ("logs", "metricTransformations") => (Metrics, false),
        ("logs", "destinationArn") => (Lambda.ArnOf(Name), false),
        ("logs", "policyDocument") => (AllowS3, false),
        ("logs", "queryString") => ("fields @message", false),
        ("logs", "queryId") => (query, false),
        ("logs", "startTime" or "endTime") => isRequired ? (1_700_000_000, false) : (null, false),
        ("logs", "queryDefinitionId") => (queryDefinition, false),
        ("logs", "deletionProtectionEnabled") => (true, false),
        ("lambda", "UUID") => (mapping, false),
        ("lambda", "EventSourceArn") => (MappedArn, false),
        ("lambda", "Name") => ("live", false),
        ("lambda", "Role") => (Lambda.Role, false),
        ("lambda", "Tags") => (new { team = "mine" }, false),
        ("iam", "Tags") => (new[] { new { Key = "team", Value = "mine" } }, false),
        (_, "FunctionVersion") => ("1", false),
        (_, "Qualifier") => ("1", false),
        (_, "Action") => ("lambda:InvokeFunction", false),
        (_, "Principal") => (Other, false),
        (_, "TagKeys") => (new[] { "team" }, false),
        (_, "AllowedPublishers") => (Publishers, false),
        (_, "ReservedConcurrentExecutions" or "ProvisionedConcurrentExecutions") => (1, false),
        (_, "MaximumRetryAttempts") => (0, false),
        (_, "InvokeArgs") => ("{}"u8.ToArray(), false),
        (_, "UpdateRuntimeOn") => ("Auto", false),
        (_, "RecursiveLoop") => ("Allow", false),
        (_, "Code") => (new { ZipFile = Python("def handler(event, context): return 1").Package }, false),
        (_, "ZipFile") => (Python("def handler(event, context): return 1").Package, false),
        (_, "PolicyDocument") => (AllowS3, false),
        (_, "AssumeRolePolicyDocument") => (TrustLambda, false),
        (_, "PermissionsBoundary") => (ArnOf($"policy/{Name}"), false),
        (_, "AccessKeyId") => ("AKIAAAAAAAAAAAAAAAAA", false),
        (_, "Description") => ("mine", false),
        (_, "Status") => ("Inactive", false),
        (_, "VersionId") => ("v1", false),
        (_, "AWSServiceName") => ("sqs.amazonaws.com", false),
        (_, "DeletionTaskId") => ("task/none", false),
        (_, "ActionNames") => (new[] { "s3:GetObject" }, false),
        (_, "PolicyInputList") => (new[] { AllowS3 }, false),
        (_, "RoleSessionName") => ("mine", false),
        ("sqs", "QueueUrl") => (byArn ? $"{Server.Address}{Lambda.Account}/{Name}" : Name, byArn),
        ("sqs", "QueueName") => (Name, false),
        ("sqs", "QueueOwnerAWSAccountId") => byArn ? (Lambda.Account, true) : (null, false),
        ("sqs", "SourceArn") => ($"arn:aws:sqs:us-east-1:{Lambda.Account}:{Name}", true),
        ("sqs", "TaskHandle") => (Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($$"""{"taskId":"{{Guid.Empty}}","sourceArn":"arn:aws:sqs:us-east-1:{{Lambda.Account}}:{{Name}}"}""")), true),
        ("sqs", "MessageBody" or "Label") => ("mine", false),
        ("sqs", "ReceiptHandle") => (Convert.ToBase64String(new byte[32]), false),
        ("sqs", "VisibilityTimeout") => (0, false),
        ("sqs", "Attributes") => (new { DelaySeconds = "0" }, false),
        ("sqs", "AttributeNames") => (new[] { "All" }, false),
        ("sqs", "AWSAccountIds") => (new[] { Other }, false),
        ("sqs", "Actions") => (new[] { "SendMessage" }, false),
        ("sqs", "Entries") => (new[] { new { Id = "mine", MessageBody = "mine", ReceiptHandle = Convert.ToBase64String(new byte[32]), VisibilityTimeout = 0 } }, false),
        ("sqs", "Tags") => (new { team = "mine" }, false),
        _ => (null, false),
    };

    private static object Metrics => new[] { new { metricName = "mine", metricNamespace = "mine", metricValue = "1" } };

    private static object Publishers => new { SigningProfileVersionArns = new[] { "arn:aws:signer:us-east-1:123456789012:/signing-profiles/team/abcdefghij" } };

    private static IEnumerable<(string Operation, JsonObject? Input)> Served(string service)
    {
        var unsupported = Read("unsupported.json")[service]!.AsObject();
        var model = Read($"{service}.json");
        return model["operations"]!.AsObject().Where(entry => !unsupported.ContainsKey(entry.Key))
            .Select(entry => (entry.Key, entry.Value!["input"]?["shape"] is { } shape ? model["shapes"]![(string)shape!]!.AsObject() : null));
    }

    private static JsonObject Read(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "models", file)))!.AsObject();
}
