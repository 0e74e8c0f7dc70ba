using System.Text.Json.Nodes;
using Brasa.Contracts.Lambda;
using Brasa.Contracts.Tests.Models;
using Brasa.Core.Errors;
using Brasa.Core.Operations;
using Brasa.Wire.Hosting;
using Brasa.Wire.Operations;
using Brasa.Wire.Schemas;
using Brasa.Wire.Validation;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Brasa.Contracts.Tests.Samples;

/// <summary>One operation as the product serves it with no server between, taking and giving members as JSON.</summary>
internal abstract class ServedOperation(OperationDescriptor descriptor)
{
    public static IEnumerable<string> Names => LambdaOperations.Service.Operations.Select(operation => operation.Name);

    public OperationDescriptor Descriptor => descriptor;

    public ModelledOperation Model { get; } = LambdaModel.Operation(descriptor.Name);

    /// <summary>The members of the latest request that came through, or <c>null</c>.</summary>
    public JsonObject? Received { get; protected set; }

    public static ServedOperation Of(string name)
    {
        var descriptor = LambdaOperations.Service.Operations.Single(operation => operation.Name == name);
        var type = typeof(ServedOperation<,>).MakeGenericType(descriptor.GetType().GetGenericArguments());
        return (ServedOperation)Activator.CreateInstance(type, descriptor)!;
    }

    /// <summary>What the validator says of members that came by no protocol; <c>null</c> where it lets them pass.</summary>
    public abstract string? Validate(JsonObject members);

    /// <summary>Sends members through the whole of the wire, to be answered with <paramref name="answer"/>.</summary>
    public abstract Task<HttpResponse> SendAsync(JsonObject members, JsonObject? answer = null);
}

/// <inheritdoc cref="ServedOperation" />
internal sealed class ServedOperation<TRequest, TResponse> : ServedOperation, IOperation<TRequest, TResponse>, IAuthorizer
    where TRequest : class
    where TResponse : class
{
    private readonly OperationDescriptor<TRequest, TResponse> descriptor;
    private readonly AwsEndpoint endpoint;
    private JsonObject answer = [];

    public ServedOperation(OperationDescriptor<TRequest, TResponse> descriptor)
        : base(descriptor)
    {
        this.descriptor = descriptor;
        var service = new ServiceDefinition(LambdaOperations.Service).Handle(descriptor, this);
        endpoint = new AwsEndpoint([service], this, TimeProvider.System, NullLogger<AwsEndpoint>.Instance);
    }

    public override string? Validate(JsonObject members)
    {
        try
        {
            Validator.Check(descriptor.Input, Make(descriptor.Input, members));
            return null;
        }
        catch (AwsException error) when (error is { Code: "ValidationException", Status: 400 })
        {
            return error.Message;
        }
    }

    public override async Task<HttpResponse> SendAsync(JsonObject members, JsonObject? answer = null)
    {
        this.answer = answer ?? [];
        Received = null;
        var http = SampleRequest.Make(Model, members);
        await endpoint.InvokeAsync(http);
        return http.Response;
    }

    public Task<TResponse> HandleAsync(TRequest request, RequestContext context, CancellationToken ct)
    {
        Received = Show(descriptor.Input, request);
        return Task.FromResult(descriptor.Output is { } output ? Make(output, answer) : (TResponse)(object)NoOutput.Value);
    }

    public void Authorize(string action, string resource, RequestContext context)
    {
    }

    private static T Make<T>(StructureSchema<T> schema, JsonObject members)
        where T : class
    {
        var value = schema.Create();
        // Numbers that were parsed are read as any type; others only as the one they were made with.
        foreach (var (name, node) in JsonNode.Parse(members.ToJsonString())!.AsObject())
        {
            var reader = new JsonNodeReader(node!);
            schema.Members.Single(member => member.Name == name).Read(value, ref reader);
        }
        return value;
    }

    private static JsonObject Show<T>(StructureSchema<T> schema, T value)
        where T : class
    {
        var members = new JsonObject();
        foreach (var member in schema.Members.Where(member => member.IsPresent(value)))
        {
            var writer = new JsonNodeWriter();
            member.Write(writer, value);
            members[member.Name] = writer.Result;
        }
        return members;
    }
}
