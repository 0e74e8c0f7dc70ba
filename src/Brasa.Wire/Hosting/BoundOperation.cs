using Brasa.Core.Errors;
using Brasa.Core.Operations;
using Brasa.Wire.Operations;
using Brasa.Wire.Protocols;
using Brasa.Wire.Validation;

namespace Brasa.Wire.Hosting;

/// <summary>An operation of a service that is served, with what was registered for it.</summary>
internal abstract class BoundOperation(ServiceDefinition service, OperationDescriptor descriptor)
{
    public ServiceDefinition Service { get; } = service;

    public OperationDescriptor Descriptor { get; } = descriptor;

    /// <summary>The IAM action asked for before it runs.</summary>
    public string Action { get; set; } = $"{service.Model.Name}:{descriptor.Name}";

    /// <summary>Whether it is authorized here, and not by itself.</summary>
    public bool IsAuthorized { get; set; } = true;

    /// <summary>The longest body accepted, in bytes.</summary>
    public int BodyLimit { get; set; } = ServiceDefinition.DefaultBodyLimit;

    public abstract bool IsHandled { get; }

    public AwsException BodyTooLarge() => Service.BodyTooLarge(Action[(Action.IndexOf(':') + 1)..], BodyLimit);

    /// <summary>Serves one request: size → read → validate → authorize → operation → write.</summary>
    public abstract Task ServeAsync(IProtocol protocol, WireRequest request, RequestContext context, IAuthorizer authorizer);
}

/// <inheritdoc cref="BoundOperation" />
internal sealed class BoundOperation<TRequest, TResponse>(ServiceDefinition service, OperationDescriptor<TRequest, TResponse> descriptor)
    : BoundOperation(service, descriptor)
    where TRequest : class
    where TResponse : class
{
    private Func<IOperation<TRequest, TResponse>>? factory;

    public override bool IsHandled => factory is not null;

    /// <summary>Made when it is asked for: schemas of several services may still be being made before.</summary>
    private RequestTags Tags => field ??= new RequestTags(descriptor.Input);

    public void HandleBy(Func<IOperation<TRequest, TResponse>> handler)
    {
        if (factory is not null)
            throw new ArgumentException($"{descriptor} is handled already.", nameof(handler));
        factory = handler;
    }

    public override async Task ServeAsync(IProtocol protocol, WireRequest request, RequestContext context, IAuthorizer authorizer)
    {
        RequestBody.CheckLength(request.Http.Request, this);
        var handler = factory ?? throw AwsException.NotImplemented($"{Service.Model.Name}:{descriptor.Name} is not implemented.");
        var ct = request.Http.RequestAborted;

        var input = await protocol.ReadAsync(descriptor, request, ct);
        Validator.Check(descriptor.Input, input, Service.InvalidRequest, Service.MissingMember);
        if (IsAuthorized)
        {
            var conditions = Tags.AddTo(Service.ConditionsOf(descriptor, input, context), input);
            var asked = conditions is null ? context : context with { Conditions = conditions };
            authorizer.Authorize(Action, Service.ResourceOf(descriptor, input, context), asked);
        }

        var output = await handler().HandleAsync(input, context, ct);
        await protocol.WriteAsync(descriptor, output, request.Http.Response, ct);
    }
}
