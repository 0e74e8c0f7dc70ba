using System.Net;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace Brasa.Cli.Aws;

/// <summary>A server's answer that something is wrong, in whichever form the service gives it.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">AWS's name for what is wrong; <c>null</c> where the answer is not AWS's.</param>
/// <param name="Message">What the server says about it.</param>
internal sealed record AwsRefusal(HttpStatusCode Status, string? Code, string Message)
{
    /// <summary>What is shown of an answer that is not AWS's.</summary>
    private const int TextShown = 200;

    /// <summary>Whether it is the key or the signature that is refused, not what is asked.</summary>
    public bool IsOfSignature => Trimmed is "SignatureDoesNotMatch" or "InvalidSignature" or "IncompleteSignature" or "InvalidClientTokenId" or "UnrecognizedClient" or "ExpiredToken";

    /// <summary>Whether there was no signature, and one is asked for.</summary>
    public bool IsOfNoSignature => Trimmed == "MissingAuthenticationToken";

    /// <summary>Whether the same may succeed later.</summary>
    public bool MayPass => Status >= HttpStatusCode.InternalServerError || Status == HttpStatusCode.TooManyRequests || Trimmed is "Throttling" or "LimitExceeded";

    /// <summary>Whether what is asked about does not exist.</summary>
    public bool IsOfNothing => Trimmed == "ResourceNotFound";

    private string? Trimmed => Code is { } code && code.EndsWith("Exception", StringComparison.Ordinal) ? code[..^"Exception".Length] : Code;

    /// <summary>Reads the body of such an answer: JSON, or XML of the Query protocol.</summary>
    public static AwsRefusal Parse(HttpStatusCode status, string? typeHeader, string body) =>
        FromJson(status, typeHeader, body) ?? FromXml(status, body) ?? new AwsRefusal(status, ShortName(typeHeader), body.Length > TextShown ? body[..TextShown] : body);

    private static AwsRefusal? FromJson(HttpStatusCode status, string? typeHeader, string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Object) return null;
            return new AwsRefusal(status, ShortName(typeHeader ?? Text(json.RootElement, "__type")), Text(json.RootElement, "message") ?? Text(json.RootElement, "Message") ?? "");
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static AwsRefusal? FromXml(HttpStatusCode status, string body)
    {
        try
        {
            var error = XElement.Parse(body).Elements().FirstOrDefault(element => element.Name.LocalName == "Error");
            return error is null ? null : new AwsRefusal(status, Child(error, "Code"), Child(error, "Message") ?? "");
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string? Child(XElement element, string name) => element.Elements().FirstOrDefault(child => child.Name.LocalName == name)?.Value;

    /// <remarks>Smithy, "AWS JSON 1.1 protocol": <c>namespace#Name:uri</c>, of which only the name counts.</remarks>
    private static string? ShortName(string? type) => type?.Split('#')[^1].Split(':')[0];
}
