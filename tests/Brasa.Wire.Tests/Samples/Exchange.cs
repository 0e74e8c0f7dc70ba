using System.Text;
using Brasa.Core.Operations;
using Brasa.Wire.Hosting;
using Brasa.Wire.Operations;
using Brasa.Wire.SigV4;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;

namespace Brasa.Wire.Tests.Samples;

/// <summary>One request to the made-up service and the answer to it, with no server between.</summary>
public sealed class Exchange
{
    public Exchange(string method, string target, string? body = null)
        : this(method, target, body is null ? [] : Encoding.UTF8.GetBytes(body))
    {
    }

    public Exchange(string method, string target, byte[] body)
    {
        Http.Request.Method = method;
        Http.Request.Scheme = "http";
        Http.Request.Host = new HostString("localhost", 4566);
        Http.Request.Body = new MemoryStream(body);
        Http.Response.Body = new MemoryStream();
        Http.Request.ContentLength = body.Length;
        Http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = target;
    }

    public Exchange(DefaultHttpContext http)
    {
        Http = http;
        Http.Response.Body = new MemoryStream();
    }

    public DefaultHttpContext Http { get; } = new();

    public IAuthorizer Authorizer { get; init; } = new AllowAll();

    /// <summary>What verifies signatures; <c>null</c> where nothing does.</summary>
    public SignatureVerifier? Signatures { get; init; }

    public int Status => Http.Response.StatusCode;

    public string Body => Encoding.UTF8.GetString(Bytes);

    public byte[] Bytes => ((MemoryStream)Http.Response.Body).ToArray();

    public string Header(string name) => Http.Response.Headers[name].ToString();

    public async Task<Exchange> SendAsync(params ServiceDefinition[] services)
    {
        var endpoint = new AwsEndpoint(services, Authorizer, TimeProvider.System, NullLogger<AwsEndpoint>.Instance, Signatures);
        await endpoint.InvokeAsync(Http);
        return this;
    }

    /// <summary>Sends to an operation that hands its request out, and answers with <paramref name="response"/>.</summary>
    public async Task<TRequest?> SendAsync<TRequest, TResponse>(OperationDescriptor<TRequest, TResponse> operation, TResponse response)
        where TRequest : class
        where TResponse : class
    {
        TRequest? seen = null;
        await SendAsync(new ServiceDefinition(Things.Model).Handle(operation, new Handler<TRequest, TResponse>((request, _) =>
        {
            seen = request;
            return response;
        })));
        return seen;
    }

    private sealed class AllowAll : IAuthorizer
    {
        public void Authorize(string action, string resource, RequestContext context)
        {
        }
    }
}

public sealed class Handler<TRequest, TResponse>(Func<TRequest, RequestContext, TResponse> handle) : IOperation<TRequest, TResponse>
{
    public Task<TResponse> HandleAsync(TRequest request, RequestContext context, CancellationToken ct) => Task.FromResult(handle(request, context));
}
