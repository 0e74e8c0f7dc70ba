using Brasa.Wire.Hosting;
using Brasa.Wire.Schemas;

namespace Brasa.Wire.Operations;

/// <summary>What a model says of one operation.</summary>
public abstract class OperationDescriptor
{
    private protected OperationDescriptor(string name) => Name = name;

    /// <summary>AWS's name for it, as <c>CreateFunction</c>.</summary>
    public string Name { get; }

    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>Path and query literals, as <c>/2018-10-31/layers?find=LayerVersion</c>; labels in braces.</summary>
    public required string UriTemplate { get; init; }

    /// <summary>The status of a success.</summary>
    public required int SuccessStatus { get; init; }

    /// <summary>Codes of the errors it may answer with.</summary>
    public required IReadOnlyList<string> Errors { get; init; }

    /// <summary>Whether the model says that it changes nothing.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Whether AWS has deprecated it.</summary>
    public bool IsDeprecated { get; init; }

    /// <summary>Whether its input may be consumed as it arrives.</summary>
    public bool StreamsInput { get; init; }

    /// <summary>Whether its output arrives event by event or as it is made.</summary>
    public bool StreamsOutput { get; init; }

    /// <summary>The request's schema.</summary>
    public abstract IStructureSchema Input { get; }

    /// <summary>The response's schema; <c>null</c> where there is no output.</summary>
    public abstract IStructureSchema? Output { get; }

    /// <inheritdoc />
    public override string ToString() => Name;

    internal abstract BoundOperation BindTo(ServiceDefinition service);
}

/// <summary>An operation between <typeparamref name="TRequest"/> and <typeparamref name="TResponse"/>.</summary>
/// <param name="name">AWS's name for it.</param>
/// <param name="input">The request's schema.</param>
/// <param name="output">The response's schema; <c>null</c> where the model has no output, and the response is <c>NoOutput</c>.</param>
public sealed class OperationDescriptor<TRequest, TResponse>(
    string name, StructureSchema<TRequest> input, StructureSchema<TResponse>? output) : OperationDescriptor(name)
    where TRequest : class
    where TResponse : class
{
    /// <inheritdoc />
    public override StructureSchema<TRequest> Input { get; } = input;

    /// <inheritdoc />
    public override StructureSchema<TResponse>? Output { get; } = output;

    internal override BoundOperation BindTo(ServiceDefinition service) => new BoundOperation<TRequest, TResponse>(service, this);
}
