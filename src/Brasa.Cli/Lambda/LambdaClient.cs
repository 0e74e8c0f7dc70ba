using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Brasa.Cli.Lambda;

/// <summary>The few operations of the Lambda API that quickstart needs, unsigned: the server takes them for its default account and region.</summary>
/// <remarks>AWS Lambda API reference.</remarks>
internal sealed class LambdaClient(HttpClient http)
{
    /// <summary>The region of requests that are signed for none.</summary>
    public const string Region = "us-east-1";

    private const string Functions = "/2015-03-31/functions";
    private const string Conflict = "ResourceConflictException";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Creates the function, or gives the one of that name this code and configuration; returns when it is ready.</summary>
    /// <exception cref="CliException">The server refused, or the function does not become ready.</exception>
    public async Task PutFunctionAsync(FunctionDefinition function, byte[] zip, CancellationToken ct)
    {
        var create = JsonContent.Create(new CreateFunction(function.FunctionName, function.Runtime, function.Handler, function.Role, new FunctionCode(zip)), LambdaJson.Default.CreateFunction);
        using (var created = await SendAsync(HttpMethod.Post, Functions, create, ct))
        {
            if (created.IsSuccessStatusCode)
            {
                await WaitUntilReadyAsync(function.FunctionName, ct);
                return;
            }

            if (ErrorType(created) != Conflict) throw await RefusedAsync(created, ct);
        }

        var path = $"{Functions}/{function.FunctionName}";
        await WaitUntilReadyAsync(function.FunctionName, ct);
        await UpdateAsync($"{path}/code", JsonContent.Create(new FunctionCode(zip), LambdaJson.Default.FunctionCode), ct);
        await WaitUntilReadyAsync(function.FunctionName, ct);
        await UpdateAsync($"{path}/configuration", JsonContent.Create(function, LambdaJson.Default.FunctionDefinition), ct);
        await WaitUntilReadyAsync(function.FunctionName, ct);
    }

    /// <summary>Runs the function and waits for its answer.</summary>
    /// <exception cref="CliException">The server refused.</exception>
    public async Task<Invocation> InvokeAsync(string function, byte[] payload, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Functions}/{function}/invocations") { Content = new ByteArrayContent(payload) };
        request.Headers.Add("X-Amz-Log-Type", "Tail");
        using var response = await http.SendAsync(request, ct);
        if (!response.IsSuccessStatusCode) throw await RefusedAsync(response, ct);

        var log = Header(response, "X-Amz-Log-Result") is { } base64 ? Encoding.UTF8.GetString(Convert.FromBase64String(base64)) : "";
        return new Invocation(await response.Content.ReadAsStringAsync(ct), log, Header(response, "X-Amz-Function-Error"));
    }

    private async Task UpdateAsync(string path, JsonContent content, CancellationToken ct)
    {
        using var response = await SendAsync(HttpMethod.Put, path, content, ct);
        if (!response.IsSuccessStatusCode) throw await RefusedAsync(response, ct);
    }

    private async Task WaitUntilReadyAsync(string function, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            using var response = await SendAsync(HttpMethod.Get, $"{Functions}/{function}/configuration", null, ct);
            if (!response.IsSuccessStatusCode) throw await RefusedAsync(response, ct);

            var state = await response.Content.ReadFromJsonAsync(LambdaJson.Default.FunctionStatus, ct);
            if (state is { State: "Active", LastUpdateStatus: "Successful" }) return;
            if (patience.IsCancellationRequested || state is { State: "Failed" } or { LastUpdateStatus: "Failed" })
                throw new CliException($"{function} does not become ready: it is {state?.State}, its last update {state?.LastUpdateStatus}.");
            await Task.Delay(Interval, ct);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        return await http.SendAsync(request, ct);
    }

    private static async Task<CliException> RefusedAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var body = await response.Content.ReadAsStringAsync(ct);
        try
        {
            body = JsonSerializer.Deserialize(body, LambdaJson.Default.LambdaError)?.Message ?? body;
        }
        catch (JsonException)
        {
            // Shown as it is.
        }

        return new CliException($"the server refused with {(int)response.StatusCode} {ErrorType(response)}: {body}");
    }

    private static string? ErrorType(HttpResponseMessage response) => Header(response, "x-amzn-ErrorType")?.Split(':')[0];

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
