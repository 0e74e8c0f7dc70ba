using System.Security.Authentication;

namespace Brasa.Cli.Aws;

/// <summary>Sends requests of AWS's protocols to a server, signed where there is a key, and tells failures in one way.</summary>
internal sealed class AwsClient(HttpClient http, Caller caller, TimeProvider clock) : IDisposable
{
    public Caller Caller => caller;

    public Uri Address => http.BaseAddress!;

    /// <summary>Sends a request and returns as soon as the answer's headers are there.</summary>
    /// <param name="request">What to send; its path may be relative to the server's.</param>
    /// <param name="service">The service to sign for.</param>
    /// <param name="region">The region to sign for.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>An answer that is a success; the caller disposes it.</returns>
    /// <exception cref="UnreachedException">There is no answer.</exception>
    /// <exception cref="RefusedException">The server refused.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string service, string region, CancellationToken ct)
    {
        request.RequestUri = new Uri(http.BaseAddress!, request.RequestUri!);
        if (caller.Credentials is { } credentials)
            new RequestSigner(credentials, region, service, clock).Sign(request, request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(ct));
        try
        {
            var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            if (response.IsSuccessStatusCode) return response;
            using (response) throw Refused(await ReadRefusalAsync(response, ct));
        }
        catch (HttpRequestException failed)
        {
            throw Unreached(Address, failed);
        }
        catch (TaskCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new UnreachedException($"no answer from {Address} in time.");
        }
    }

    /// <summary>How a request that got no answer is told.</summary>
    public static UnreachedException Unreached(Uri address, HttpRequestException failed) => new(failed.InnerException switch
    {
        AuthenticationException => $"{address} is not trusted: {failed.InnerException.Message} Name the certificate to trust with --ca; a server's own is tls.crt in its data directory.",
        { } inner => $"no server answers at {address}: {inner.Message}. Start one with: brasa up; or name another with --endpoint.",
        null => $"no server answers at {address}: {failed.Message} Start one with: brasa up; or name another with --endpoint.",
    });

    public void Dispose() => http.Dispose();

    private static async Task<AwsRefusal> ReadRefusalAsync(HttpResponseMessage response, CancellationToken ct) => AwsRefusal.Parse(
        response.StatusCode, response.Headers.TryGetValues("x-amzn-ErrorType", out var type) ? type.FirstOrDefault() : null, await response.Content.ReadAsStringAsync(ct));

    private RefusedException Refused(AwsRefusal refusal)
    {
        var said = $"the server refused with {(int)refusal.Status} {refusal.Code}: {refusal.Message}";
        return new RefusedException(refusal, refusal switch
        {
            { Code: null } => $"what answers at {Address} is no Brasa server ({(int)refusal.Status}). Name another with --endpoint.",
            { IsOfNoSignature: true } when caller.Credentials is null => $"the server asks for a key, and there is none to sign with: {caller.KeySource}.",
            { IsOfSignature: true } => $"{said}\nThe request was signed with {caller.Credentials?.KeyId}, of {caller.KeySource}.",
            _ => said,
        });
    }
}

/// <summary>No server has answered.</summary>
internal sealed class UnreachedException(string message) : CliException(message);

/// <summary>A server has answered that it will not.</summary>
internal sealed class RefusedException(AwsRefusal refusal, string message) : CliException(message)
{
    public AwsRefusal Refusal => refusal;
}
