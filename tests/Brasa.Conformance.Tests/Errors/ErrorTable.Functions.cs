namespace Brasa.Conformance.Tests.Errors;

internal sealed partial class ErrorTable
{
    private const string
        Conflict = "ResourceConflictException",
        Invalid = "InvalidParameterValueException",
        Missing = "ResourceNotFoundException",
        Precondition = "PreconditionFailedException",
        NoSigning = "CodeSigningConfigNotFoundException",
        OldRevision = "00000000-0000-0000-0000-000000000000";

    private void FillFunctions()
    {
        Errors("CreateFunction",
            (Invalid, New("new", new { Runtime = "cobol" })), (Conflict, New("known")), (Missing, "what AWS looks up then (layers, Managed Instances) is not built"),
            ("CodeSigningConfigNotFoundException", New("new", new { CodeSigningConfigArn = MissingSigning })),
            ("CodeVerificationFailedException", New("new", new { CodeSigningConfigArn = enforcing })),
            ("InvalidCodeSignatureException", NoSignatures), ("CodeStorageExceededException", TakesMuchCode),
            ("FunctionVersionsPerCapacityProviderLimitExceededException", NoManagedInstances));
        Errors("UpdateFunctionCode",
            (Invalid, new { FunctionName = "known" }), (Missing, new { FunctionName = "none", ZipFile = code.Package }), (Conflict, Racing),
            (Precondition, new { FunctionName = "known", ZipFile = code.Package, RevisionId = OldRevision }),
            ("CodeVerificationFailedException", new { FunctionName = "enforced", ZipFile = code.Package }),
            (NoSigning, "a code signing configuration that a function uses cannot be deleted"),
            ("InvalidCodeSignatureException", NoSignatures), ("CodeStorageExceededException", TakesMuchCode));
        Errors("UpdateFunctionConfiguration",
            (Invalid, new { FunctionName = "known", Runtime = "cobol" }), (Missing, new { FunctionName = "none", Timeout = 4 }), (Conflict, Racing),
            (Precondition, new { FunctionName = "known", Timeout = 4, RevisionId = OldRevision }),
            ("CodeVerificationFailedException", "layers, whose signatures it is about, are not built"), (NoSigning, "layers, whose signatures it is about, are not built"),
            ("InvalidCodeSignatureException", NoSignatures));
        Errors("DeleteFunction",
            (Invalid, new { FunctionName = "known", Qualifier = "live" }), (Conflict, new { FunctionName = "known", Qualifier = "1" }), (Missing, new { FunctionName = "none" }));
        Errors("GetFunction", (Invalid, Contradiction()), (Missing, new { FunctionName = "known", Qualifier = "9" }));
        Errors("GetFunctionConfiguration", (Invalid, Contradiction()), (Missing, new { FunctionName = "none" }));
        Errors("ListFunctions", (Invalid, new { Marker = "made up" }));
        Errors("GetAccountSettings");

        Errors("PublishVersion",
            (Invalid, new { FunctionName = "known", CodeSha256 = "AAAA" }), (Missing, new { FunctionName = "none" }), (Conflict, Racing),
            (Precondition, new { FunctionName = "known", RevisionId = OldRevision }), ("CodeStorageExceededException", TakesMuchCode),
            ("FunctionVersionsPerCapacityProviderLimitExceededException", NoManagedInstances));
        Errors("ListVersionsByFunction", (Invalid, new { FunctionName = "known", Marker = "made up" }), (Missing, new { FunctionName = "none" }));
        Errors("CreateAlias",
            (Invalid, new { FunctionName = "known", Name = "new", FunctionVersion = "$LATEST", RoutingConfig = new { AdditionalVersionWeights = new Dictionary<string, double> { ["1"] = 0.5 } } }),
            (Conflict, new { FunctionName = "known", Name = "live", FunctionVersion = "2" }), (Missing, new { FunctionName = "known", Name = "new", FunctionVersion = "9" }));
        Errors("UpdateAlias",
            (Invalid, new { FunctionName = "known", Name = "live", RoutingConfig = new { AdditionalVersionWeights = new Dictionary<string, double> { ["1"] = 0.5 } } }),
            (Missing, new { FunctionName = "known", Name = "none" }), (Conflict, Racing),
            (Precondition, new { FunctionName = "known", Name = "live", Description = "new", RevisionId = OldRevision }));
        Errors("DeleteAlias", (Invalid, new { FunctionName = "known:1", Name = "live" }), (Conflict, Racing));
        Errors("GetAlias", (Invalid, "a name with a qualifier is taken without it"), (Missing, new { FunctionName = "known", Name = "none" }));
        Errors("ListAliases", (Invalid, new { FunctionName = "known", Marker = "made up" }), (Missing, new { FunctionName = "none" }));
        FillInvoke();
        FillEvents();
    }

    private void FillInvoke()
    {
        const string NoVpc = "concerns network interfaces of EC2, which there are none of", NoKms = "keys of KMS are not asked: environment variables are encrypted with a local key";
        Errors("Invoke",
            (Invalid, new { FunctionName = "known", TenantId = "blue" }), (Missing, new { FunctionName = "known", Qualifier = "9" }),
            ("InvalidRequestContentException", new { FunctionName = "known", Payload = "no json"u8.ToArray() }),
            ("RequestTooLargeException", "answered before the body is read: RequestRefusalTests"),
            ("TooManyRequestsException", "ConcurrencyTests"), ("RecursiveInvocationException", "RecursionTests"), ("InvalidRuntimeException", "FunctionSettingsTests"),
            (Conflict, "an update that is on its way does not stop invocations"), ("ResourceNotReadyException", "a function that is Pending is invoked all the same"),
            ("SerializedRequestEntityTooLargeException", "an event over its size is a RequestEntityTooLargeException on the wire: AsynchronousTests"),
            ("UnsupportedMediaTypeException", "Brasa reads the payload as JSON whatever its Content-Type"),
            ("NoPublishedVersionException", NoManagedInstances), ("DurableExecutionAlreadyStartedException", "durable executions are not built"),
            ("InvalidZipFileException", "packages are unpacked and checked when they are uploaded"),
            ("SnapStartException", NoSnapStart), ("SnapStartNotReadyException", NoSnapStart), ("SnapStartTimeoutException", NoSnapStart),
            ("KMSAccessDeniedException", NoKms), ("KMSDisabledException", NoKms), ("KMSInvalidStateException", NoKms), ("KMSNotFoundException", NoKms),
            ("EC2AccessDeniedException", NoVpc), ("EC2ThrottledException", NoVpc), ("EC2UnexpectedException", NoVpc), ("ENILimitReachedException", NoVpc),
            ("SubnetIPAddressLimitReachedException", NoVpc), ("InvalidSubnetIDException", "VpcTests"), ("InvalidSecurityGroupIDException", "VpcTests"),
            ("EFSIOException", NoFiles), ("EFSMountConnectivityException", NoFiles), ("EFSMountFailureException", "FileSystemTests"), ("EFSMountTimeoutException", NoFiles),
            ("S3FilesMountConnectivityException", NoFiles), ("S3FilesMountFailureException", NoFiles), ("S3FilesMountTimeoutException", NoFiles));
    }

    private void FillEvents()
    {
        object With(string name) => new { FunctionName = name, MaximumRetryAttempts = 1 };
        Errors("InvokeAsync",
            (Missing, new { FunctionName = "none", InvokeArgs = "{}"u8.ToArray() }), ("InvalidRequestContentException", new { FunctionName = "known", InvokeArgs = "no json"u8.ToArray() }),
            ("InvalidRuntimeException", "FunctionSettingsTests, by Invoke"), (Conflict, "an update that is on its way does not stop invocations"));
        Errors("PutFunctionEventInvokeConfig", (Invalid, new { FunctionName = "known" }), (Missing, With("none")), (Conflict, Racing));
        Errors("UpdateFunctionEventInvokeConfig", (Invalid, new { FunctionName = "known" }), (Missing, With("known")), (Conflict, Racing));
        Errors("GetFunctionEventInvokeConfig", (Invalid, Contradiction()), (Missing, new { FunctionName = "known" }));
        Errors("DeleteFunctionEventInvokeConfig", (Invalid, Contradiction()), (Missing, new { FunctionName = "known" }), (Conflict, Racing));
        Errors("ListFunctionEventInvokeConfigs", (Invalid, new { FunctionName = "known", Marker = "made up" }), (Missing, new { FunctionName = "none" }));
    }

    private const string NoSnapStart = "SnapStart is stored, and functions start without it", NoFiles = "concerns file systems across a network, and here they are directories of the machine";

    private static object Contradiction() => new { FunctionName = "known:1", Qualifier = "2" };
}
