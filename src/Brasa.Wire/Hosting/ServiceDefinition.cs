using Brasa.Core.Errors;
using Brasa.Core.Operations;
using Brasa.Wire.Operations;

namespace Brasa.Wire.Hosting;

/// <summary>One service as it is served: its model, the operations that carry it out, and what the model does not say.</summary>
/// <remarks>Complete it before it is handed to an <see cref="AwsEndpoint"/>, which reads it once.</remarks>
public sealed class ServiceDefinition
{
    /// <summary>The longest body of operations that <see cref="LimitBody"/> does not name, in bytes.</summary>
    public const int DefaultBodyLimit = 6_291_456;

    private readonly Dictionary<OperationDescriptor, BoundOperation> operations;

    /// <param name="model">The service as its contracts describe it.</param>
    public ServiceDefinition(ServiceModel model)
    {
        Model = model;
        operations = model.Operations.ToDictionary(operation => operation, operation => operation.BindTo(this));
    }

    /// <summary>The service as its contracts describe it.</summary>
    public ServiceModel Model { get; }

    /// <summary>Names the resource that a request is about, for the authorizer; <c>*</c> where it is about none in particular.</summary>
    public Func<OperationDescriptor, object, RequestContext, string> ResourceOf { get; init; } = static (_, _, _) => "*";

    /// <summary>What the authorizer's conditions may ask of a request beside what they may of any, by key; <c>null</c> for nothing. Its tags are known without.</summary>
    public Func<OperationDescriptor, object, RequestContext, Dictionary<string, string[]>?> ConditionsOf { get; init; } = static (_, _, _) => null;

    /// <summary>The error for a body that is no JSON, from what is wrong with it.</summary>
    public Func<string, AwsException> MalformedBody { get; init; } = static reason => new Schemas.SerializationException(reason);

    /// <summary>The member that a request's path stands for where it is not <c>/</c>, in protocols that have no paths; <c>null</c> where such paths are none of the service's.</summary>
    public string? PathParameter { get; init; }

    /// <summary>The error for a request that lacks a member, from the member's name; <c>null</c>: it is <see cref="InvalidRequest"/>, with all else that is wrong.</summary>
    public Func<string, AwsException>? MissingMember { get; init; }

    /// <summary>The error for a request that breaks the model's constraints, from which they are.</summary>
    public Func<string, AwsException> InvalidRequest { get; init; } = AwsException.Validation;

    /// <summary>The error for a body over its limit, from the IAM action's name without its service and that limit in bytes.</summary>
    public Func<string, int, AwsException> BodyTooLarge { get; init; } = static (action, limit) => new AwsException(
        "RequestEntityTooLargeException", 413, $"Request must be smaller than {limit} bytes for the {action} operation");

    /// <summary>The error for a failure that callers are told nothing about.</summary>
    public Func<AwsException> InternalError { get; init; } = static () => new AwsException("InternalFailure", 500, "Internal failure");

    /// <summary>Every operation of the model, bound or not, in the model's order.</summary>
    internal IEnumerable<BoundOperation> Operations => Model.Operations.Select(descriptor => operations[descriptor]);

    /// <summary>Whether an operation has been given a handler.</summary>
    public bool IsHandled(OperationDescriptor operation) => operations[operation].IsHandled;

    /// <summary>Lets <paramref name="handler"/> carry <paramref name="operation"/> out.</summary>
    public ServiceDefinition Handle<TRequest, TResponse>(
        OperationDescriptor<TRequest, TResponse> operation, IOperation<TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class => Handle(operation, () => handler);

    /// <summary>Lets what <paramref name="factory"/> gives carry <paramref name="operation"/> out; it is asked once per request.</summary>
    /// <exception cref="ArgumentException">The operation is another service's, or handled already.</exception>
    public ServiceDefinition Handle<TRequest, TResponse>(
        OperationDescriptor<TRequest, TResponse> operation, Func<IOperation<TRequest, TResponse>> factory)
        where TRequest : class
        where TResponse : class
    {
        ((BoundOperation<TRequest, TResponse>)Bound(operation)).HandleBy(factory);
        return this;
    }

    /// <summary>Gives an operation an IAM action not of its own name, as <c>lambda:InvokeFunction</c> for <c>Invoke</c>.</summary>
    public ServiceDefinition Authorize(OperationDescriptor operation, string action)
    {
        Bound(operation).Action = action;
        return this;
    }

    /// <summary>Leaves it to an operation who may, as it knows more of its request than what it is about; or lets everyone.</summary>
    public ServiceDefinition AuthorizeInside(OperationDescriptor operation)
    {
        Bound(operation).IsAuthorized = false;
        return this;
    }

    /// <summary>Bounds the bodies of an operation's requests, in bytes.</summary>
    public ServiceDefinition LimitBody(OperationDescriptor operation, int limit)
    {
        Bound(operation).BodyLimit = limit;
        return this;
    }

    private BoundOperation Bound(OperationDescriptor operation) =>
        operations.TryGetValue(operation, out var bound)
            ? bound
            : throw new ArgumentException($"{operation} is no operation of {Model.Name}.", nameof(operation));
}
