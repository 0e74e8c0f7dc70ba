namespace Brasa.Conformance.Tests.Errors;

internal sealed partial class ErrorTable
{
    private void FillTheRest()
    {
        Errors("AddPermission",
            (Invalid, new { FunctionName = "known", StatementId = "new", Action = "lambda:InvokeFunction", Principal = "nobody" }),
            (Conflict, Statement("taken")), (Missing, new { FunctionName = "none", StatementId = "new", Action = "lambda:InvokeFunction", Principal = "*" }),
            (Precondition, new { FunctionName = "known", StatementId = "new", Action = "lambda:InvokeFunction", Principal = "*", RevisionId = OldRevision }),
            ("PolicyLengthExceededException", LongStatement(999)));
        Errors("RemovePermission",
            (Invalid, new { FunctionName = "known", StatementId = "taken", Qualifier = "$LATEST" }), (Missing, new { FunctionName = "known", StatementId = "none" }),
            (Precondition, new { FunctionName = "known", StatementId = "taken", RevisionId = OldRevision }));
        Errors("GetPolicy", (Invalid, Contradiction()), (Missing, new { FunctionName = "known", Qualifier = "1" }));

        Errors("PutFunctionConcurrency",
            (Invalid, new { FunctionName = "known", ReservedConcurrentExecutions = 1_000_000 }), (Missing, new { FunctionName = "none", ReservedConcurrentExecutions = 1 }), (Conflict, Racing));
        Errors("DeleteFunctionConcurrency", (Invalid, new { FunctionName = "known:1" }), (Missing, new { FunctionName = "none" }), (Conflict, Racing));
        Errors("GetFunctionConcurrency", (Invalid, new { FunctionName = "known:1" }), (Missing, new { FunctionName = "none" }));
        const string NoId = "any text is an id, of a mapping or of none", InOneMoment = "only for the moment that a change of the mapping takes";
        Errors("CreateEventSourceMapping",
            (Invalid, new { FunctionName = "known", EventSourceArn = $"{QueueArn}-none" }), (Conflict, new { FunctionName = "known", EventSourceArn = QueueArn }),
            (Missing, new { FunctionName = "none", EventSourceArn = QueueArn }));
        Errors("UpdateEventSourceMapping",
            (Invalid, new { UUID = mapping, BatchSize = 11 }), (Missing, new { UUID = "none" }), ("ResourceInUseException", InOneMoment), (Conflict, "an update is compared with no other mapping"));
        Errors("GetEventSourceMapping", (Invalid, NoId), (Missing, new { UUID = "none" }));
        Errors("ListEventSourceMappings", (Invalid, new { Marker = "made up" }), (Missing, "what has no mappings has an empty list"));
        Errors("DeleteEventSourceMapping", (Invalid, NoId), (Missing, new { UUID = "none" }), ("ResourceInUseException", InOneMoment), (Conflict, "a mapping stands in nobody's way"));
        Errors("PutProvisionedConcurrencyConfig",
            (Invalid, new { FunctionName = "known", Qualifier = "1", ProvisionedConcurrentExecutions = 1_000_000 }),
            (Conflict, new { FunctionName = "known", Qualifier = "second", ProvisionedConcurrentExecutions = 1 }),
            (Missing, new { FunctionName = "none", Qualifier = "1", ProvisionedConcurrentExecutions = 1 }));
        Errors("GetProvisionedConcurrencyConfig",
            (Invalid, new { FunctionName = "known:1", Qualifier = "2" }), (Missing, new { FunctionName = "none", Qualifier = "1" }),
            ("ProvisionedConcurrencyConfigNotFoundException", new { FunctionName = "known", Qualifier = "1" }));
        Errors("DeleteProvisionedConcurrencyConfig", (Invalid, new { FunctionName = "known:1", Qualifier = "2" }), (Missing, new { FunctionName = "none", Qualifier = "1" }), (Conflict, Racing));
        Errors("ListProvisionedConcurrencyConfigs", (Invalid, new { FunctionName = "known", Marker = "made up" }), (Missing, new { FunctionName = "none" }));

        Errors("CreateCodeSigningConfig", (Invalid, new { AllowedPublishers = Publishers, Tags = new Dictionary<string, string> { ["aws:mine"] = "" } }));
        Errors("UpdateCodeSigningConfig", (Invalid, OnlyModel), (Missing, new { CodeSigningConfigArn = MissingSigning }));
        Errors("GetCodeSigningConfig", (Invalid, OnlyModel), (Missing, new { CodeSigningConfigArn = MissingSigning }));
        Errors("DeleteCodeSigningConfig", (Invalid, OnlyModel), (Conflict, new { CodeSigningConfigArn = enforcing }), (Missing, new { CodeSigningConfigArn = MissingSigning }));
        Errors("ListCodeSigningConfigs", (Invalid, new { Marker = "made up" }));
        Errors("ListFunctionsByCodeSigningConfig", (Invalid, new { CodeSigningConfigArn = enforcing, Marker = "made up" }), (Missing, new { CodeSigningConfigArn = MissingSigning }));
        Errors("PutFunctionCodeSigningConfig",
            (Invalid, new { FunctionName = "known:1", CodeSigningConfigArn = warning }), (Missing, new { FunctionName = "none", CodeSigningConfigArn = warning }),
            (NoSigning, new { FunctionName = "known", CodeSigningConfigArn = MissingSigning }), (Conflict, Racing));
        Errors("GetFunctionCodeSigningConfig", (Invalid, new { FunctionName = "known:1" }), (Missing, new { FunctionName = "none" }));
        Errors("DeleteFunctionCodeSigningConfig",
            (Invalid, new { FunctionName = "known:1" }), (Missing, new { FunctionName = "none" }), (Conflict, Racing), (NoSigning, "taking off what is not there succeeds"));

        Errors("PutRuntimeManagementConfig",
            (Invalid, new { FunctionName = "known", UpdateRuntimeOn = "Manual" }), (Missing, new { FunctionName = "none", UpdateRuntimeOn = "Auto" }), (Conflict, Racing));
        Errors("GetRuntimeManagementConfig", (Invalid, Contradiction()), (Missing, new { FunctionName = "none" }));
        Errors("PutFunctionRecursionConfig", (Invalid, OnlyModel), (Missing, new { FunctionName = "none", RecursiveLoop = "Allow" }), (Conflict, Racing));
        Errors("GetFunctionRecursionConfig", (Invalid, OnlyModel), (Missing, new { FunctionName = "none" }));

        Errors("TagResource",
            (Invalid, new { Resource = lambda.ArnOf("known"), Tags = new Dictionary<string, string> { ["aws:mine"] = "" } }),
            (Missing, new { Resource = lambda.ArnOf("none"), Tags = new Dictionary<string, string> { ["team"] = "red" } }), (Conflict, Racing));
        Errors("UntagResource", (Invalid, new { Resource = lambda.ArnOf("known") + ":1", TagKeys = new[] { "team" } }), (Missing, new { Resource = lambda.ArnOf("none"), TagKeys = new[] { "team" } }), (Conflict, Racing));
        Errors("ListTags", (Invalid, new { Resource = lambda.ArnOf("known") + ":1" }), (Missing, new { Resource = lambda.ArnOf("none") }));
    }
}
