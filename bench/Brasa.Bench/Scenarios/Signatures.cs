using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Brasa.Bench.Load;
using Brasa.Bench.Results;
using Brasa.Contracts.Lambda;
using Brasa.Core.Identity;
using Brasa.Core.Operations;
using Brasa.Wire.Hosting;
using Brasa.Wire.SigV4;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;

namespace Brasa.Bench.Scenarios;

/// <summary>What verifying its signature, and asking policies, adds to an invocation's request: the same endpoint in this process, open and not, in turns.</summary>
internal static class Signatures
{
    private const string Id = "AKIABENCHBENCHBENCHB";
    private const string Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    private const string Path = "/2015-03-31/functions/warm-python/invocations";

    private static readonly byte[] Event = Encoding.UTF8.GetBytes(Target.Event);

    public static async Task<IReadOnlyList<Row>> RunAsync(Subject subject, CancellationToken ct)
    {
        subject.Say("signatures: open, verified and authorized, in turns");
        using var identity = await OneUser.CreateAsync(Id, Secret, ct);
        AwsEndpoint[] endpoints =
        [
            Endpoint(null, new AllowAll()),
            Endpoint(Verifier(new OneKey()), new AllowAll()),
            Endpoint(Verifier(identity.Keys), identity.Authorizer),
        ];
        foreach (var endpoint in endpoints) await MeasureAsync(endpoint, subject.Sampling.WarmUpRequests, ct);

        var figures = endpoints.Select(_ => new List<double>()).ToArray();
        for (var i = 0; i < subject.Sampling.Rounds; i++)
        {
            for (var which = 0; which < endpoints.Length; which++) figures[which].Add(await MeasureAsync(endpoints[which], subject.Sampling.OneClientRequests, ct));
        }

        return [Compare("signatures/verified/p50", figures[0], figures[1]), Compare("signatures/authorized/p50", figures[0], figures[2])];
    }

    private static Row Compare(string name, List<double> open, List<double> not) => new(
        name, "µs", "open endpoint", Figure.Median(open), Figure.Median(not), Comparison.Difference, Figure.Median(not.Zip(open, (checking, free) => checking - free)), Aim.AtMost(40));

    private static SignatureVerifier Verifier(IAccessKeys keys) => new(keys, TimeProvider.System, NullLogger<SignatureVerifier>.Instance);

    private static async Task<double> MeasureAsync(AwsEndpoint endpoint, int requests, CancellationToken ct)
    {
        var samples = new List<double>(requests);
        for (var i = 0; i < requests; i++)
        {
            ct.ThrowIfCancellationRequested();
            var http = SignedRequest(i);
            var started = Stopwatch.GetTimestamp();
            await endpoint.InvokeAsync(http);
            samples.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds);
            if (http.Response.StatusCode != StatusCodes.Status200OK) throw new BenchException($"A signed request was answered with {http.Response.StatusCode}.");
        }
        samples.Sort();
        return Percentile.Of(samples, 50);
    }

    private static AwsEndpoint Endpoint(SignatureVerifier? signatures, IAuthorizer authorizer) => new(
        [new ServiceDefinition(LambdaOperations.Service).Authorize(LambdaOperations.Invoke, "lambda:InvokeFunction").Handle(LambdaOperations.Invoke, new Echo())], authorizer, TimeProvider.System,
        NullLogger<AwsEndpoint>.Instance, signatures);

    /// <summary>A request with the headers that boto3 sends and signs; each has an id of its own and so another signature.</summary>
    private static DefaultHttpContext SignedRequest(int number)
    {
        var now = DateTime.UtcNow.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var scope = $"{now[..8]}/us-east-1/lambda/aws4_request";
        (string Name, string Value)[] headers =
        [
            ("amz-sdk-invocation-id", $"{number:D8}-0000-4000-8000-{Random.Shared.Next():x12}"), ("amz-sdk-request", "attempt=1"),
            ("host", "127.0.0.1:4566"), ("x-amz-date", now), ("x-amz-log-type", "Tail"),
        ];
        var names = string.Join(';', headers.Select(header => header.Name));
        var canonical = $"POST\n{Path}\n\n{string.Concat(headers.Select(header => $"{header.Name}:{header.Value}\n"))}\n{names}\n{Hex(SHA256.HashData(Event))}";
        var key = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes("AWS4" + Secret), (key, field) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(field)));
        var text = $"AWS4-HMAC-SHA256\n{now}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";

        var http = new DefaultHttpContext();
        http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = Path;
        http.Request.Method = "POST";
        foreach (var (name, value) in headers) http.Request.Headers[name] = value;
        http.Request.Headers.UserAgent = "Boto3/1.26.27 Python/3.11";
        http.Request.Headers.Authorization =
            $"AWS4-HMAC-SHA256 Credential={Id}/{scope}, SignedHeaders={names}, Signature={Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)))}";
        http.Request.Body = new MemoryStream(Event);
        http.Request.ContentLength = Event.Length;
        http.Connection.RemoteIpAddress = IPAddress.Loopback;
        return http;
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private sealed class Echo : IOperation<InvocationRequest, InvocationResponse>
    {
        public Task<InvocationResponse> HandleAsync(InvocationRequest request, RequestContext context, CancellationToken ct) =>
            Task.FromResult(new InvocationResponse { StatusCode = StatusCodes.Status200OK, Payload = request.Payload });
    }

    private sealed class OneKey : IAccessKeys
    {
        private readonly AccessKey key = new() { Id = Id, Secret = Encoding.UTF8.GetBytes(Secret), Principal = new AccountPrincipal("111122223333") };

        public AccessKey? Find(string accessKeyId, string? sessionToken) => accessKeyId == Id ? key : null;
    }

    private sealed class AllowAll : IAuthorizer
    {
        public void Authorize(string action, string resource, RequestContext context)
        {
        }
    }
}
