using Brasa.Wire.Hosting;
using Brasa.Wire.Protocols;
using Brasa.Wire.SigV4;
using Brasa.Wire.Tests.Samples;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Brasa.Wire.Tests.SigV4;

/// <summary>A verifier with made-up keys and time, and no server around it.</summary>
internal sealed class Verification
{
    private readonly SignatureVerifier verifier;

    public Verification(FakeAccessKeys keys, string now)
    {
        Clock = new FakeTimeProvider(SignatureClaim.TryParseTime(now)!.Value);
        verifier = new SignatureVerifier(keys, Clock, new Recorder(Log));
    }

    public FakeTimeProvider Clock { get; }

    public List<string> Log { get; } = [];

    public ValueTask<VerifiedRequest> VerifyAsync(HttpContext http, string service) => verifier.VerifyAsync(Of(http, service));

    /// <summary>What is wrong with a request; <c>null</c> where nothing is.</summary>
    public async Task<SignatureFault?> FaultAsync(HttpContext http, string service) => (await RefusalAsync(http, service))?.Fault;

    /// <summary>What is wrong with a request before it is known what it asks for; <c>null</c> where nothing is.</summary>
    public SignatureFault? FaultOfCredential(HttpContext http)
    {
        try
        {
            verifier.ReadCredential(http.Request, RawTarget.Of(http.Request).Query);
            return null;
        }
        catch (SignatureException refused)
        {
            return refused.Fault;
        }
    }

    public async Task<SignatureException?> RefusalAsync(HttpContext http, string service)
    {
        try
        {
            await VerifyAsync(http, service);
            await http.Request.Body.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken);
            return null;
        }
        catch (SignatureException refused)
        {
            return refused;
        }
    }

    private static WireRequest Of(HttpContext http, string service)
    {
        var definition = new ServiceDefinition(Things.Model with { SigningName = service });
        return new WireRequest(http, definition.Operations.First(), default, RawTarget.Of(http.Request));
    }

    private sealed class Recorder(List<string> lines) : ILogger<SignatureVerifier>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Add(formatter(state, exception));
    }
}
