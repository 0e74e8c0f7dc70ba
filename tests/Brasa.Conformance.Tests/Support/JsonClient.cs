using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Brasa.Conformance.Tests.Support;

/// <summary>A service in the JSON protocol, without an SDK between, as an account whose signatures are not verified.</summary>
internal sealed class JsonClient(HttpClient http, string account, string service, string targetPrefix)
{
    public async Task<Answer> CallAsync(string operation, object parameters)
    {
        using var response = await SendAsync(operation, JsonContent.Create(parameters, options: Bytes.Json));
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var body = text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!.AsObject();
        return new Answer(response.IsSuccessStatusCode
            ? new JsonObject { ["status"] = (int)response.StatusCode, ["result"] = body }
            : new JsonObject { ["status"] = (int)response.StatusCode, ["error"] = new JsonObject { ["code"] = (string?)body["__type"], ["message"] = (string?)body["message"] } });
    }

    /// <summary>Calls an operation that has to succeed.</summary>
    public async Task<JsonObject> DoAsync(string operation, object parameters) => (await CallAsync(operation, parameters)).Succeeded().Result;

    /// <summary>Sends a request as it is, and returns the response as it is.</summary>
    public async Task<HttpResponseMessage> SendAsync(string operation, HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = content };
        request.Headers.Add("X-Amz-Target", $"{targetPrefix}.{operation}");
        request.Headers.Add("X-Amz-Date", "20260101T000000Z");
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential={account}/20260101/us-east-1/{service}/aws4_request, SignedHeaders=host, Signature={new string('0', 64)}");
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
