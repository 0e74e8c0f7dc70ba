using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using Brasa.Contracts.Lambda;
using Brasa.Contracts.Tests.Samples;
using Brasa.Core.Errors;
using Brasa.Core.Operations;
using Brasa.Wire.Hosting;
using Brasa.Wire.Operations;
using Brasa.Wire.Schemas;
using Microsoft.Extensions.Logging.Abstractions;

namespace Brasa.Contracts.Tests.Lambda;

public sealed class RoundTripTests
{
    public static TheoryData<string> Operations => [.. LambdaOperations.Service.Operations.Select(operation => operation.Name)];

    [Theory]
    [MemberData(nameof(Operations))]
    public Task A_request_of_required_members_arrives_as_it_was_sent(string operation) => RoundTrip(operation, member => member.IsRequired);

    [Theory]
    [MemberData(nameof(Operations))]
    public Task A_request_of_all_members_arrives_as_it_was_sent(string operation) => RoundTrip(operation, _ => true);

    private static Task RoundTrip(string name, Func<MemberSchema, bool> isWanted)
    {
        var operation = LambdaOperations.Service.Operations.Single(operation => operation.Name == name);
        return (Task)typeof(RoundTripTests).GetMethod(nameof(RoundTripOf), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(operation.GetType().GetGenericArguments())
            .Invoke(null, [operation, isWanted])!;
    }

    private static async Task RoundTripOf<TRequest, TResponse>(OperationDescriptor<TRequest, TResponse> operation, Func<MemberSchema, bool> isWanted)
        where TRequest : class
        where TResponse : class
    {
        var sent = SampleValues.Structure(operation.Input, isWanted);
        var capture = new Capture<TRequest, TResponse>();
        var service = new ServiceDefinition(LambdaOperations.Service).Handle(operation, capture);
        var http = SampleRequest.Make(operation, sent);

        await new AwsEndpoint([service], new AllowAll(), TimeProvider.System, NullLogger<AwsEndpoint>.Instance).InvokeAsync(http);

        Assert.True(capture.Seen is not null, Encoding.UTF8.GetString(((MemoryStream)http.Response.Body).ToArray()));
        var received = new JsonObject();
        foreach (var member in operation.Input.Members.Where(member => member.IsPresent(capture.Seen)))
        {
            var writer = new JsonNodeWriter();
            member.Write(writer, capture.Seen);
            received[member.Name] = writer.Result;
        }
        Assert.True(JsonNode.DeepEquals(sent, received), $"{sent.ToJsonString()}\n{received.ToJsonString()}");
    }

    private sealed class Capture<TRequest, TResponse> : IOperation<TRequest, TResponse>
        where TRequest : class
    {
        public TRequest? Seen { get; private set; }

        public Task<TResponse> HandleAsync(TRequest request, RequestContext context, CancellationToken ct)
        {
            Seen = request;
            throw AwsException.AccessDenied("seen");
        }
    }

    private sealed class AllowAll : IAuthorizer
    {
        public void Authorize(string action, string resource, RequestContext context)
        {
        }
    }
}
