namespace Brasa.Wire.Operations;

/// <summary>What a model says of one service.</summary>
/// <param name="Name">The prefix of its IAM actions and the service in its ARNs, as <c>lambda</c>.</param>
/// <param name="Operations">All its operations.</param>
public sealed record ServiceModel(string Name, IReadOnlyList<OperationDescriptor> Operations)
{
    /// <summary>The service in a SigV4 credential scope.</summary>
    public required string SigningName { get; init; }

    /// <summary>The first label of its host names, as <c>lambda</c> in <c>lambda.us-east-1.amazonaws.com</c>.</summary>
    public required string EndpointPrefix { get; init; }

    /// <summary>Its protocols, as the models name them: <c>rest-json</c>, <c>json</c>, <c>query</c>, <c>rest-xml</c>.</summary>
    public required IReadOnlyList<string> Protocols { get; init; }

    /// <summary>Whether errors in JSON name in a header, too, the code that the query protocol had for them.</summary>
    public bool IsQueryCompatible { get; init; }

    /// <summary>The version of its JSON, <c>1.0</c> or <c>1.1</c>, where its protocol has one.</summary>
    public string? JsonVersion { get; init; }

    /// <summary>The version of its API, as <c>2015-03-31</c>.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>The namespace of its XML, where its protocol writes any.</summary>
    public string? XmlNamespace { get; init; }

    /// <summary>What stands before the dot of <c>X-Amz-Target</c>, where its protocol has one.</summary>
    public string? TargetPrefix { get; init; }
}
