using Brasa.Core.Errors;
using Brasa.Wire.Operations;
using Microsoft.AspNetCore.Http;

namespace Brasa.Wire.Protocols.Query;

/// <summary>Writes errors: who is to blame, the code and the message.</summary>
internal static class Errors
{
    /// <summary>What services of this protocol call errors that are common to all of AWS.</summary>
    /// <remarks>IAM API reference, "Common error types".</remarks>
    private static readonly Dictionary<string, string> Codes = new(StringComparer.Ordinal)
    {
        ["AccessDeniedException"] = "AccessDenied",
        ["SerializationException"] = "MalformedInput",
        ["ThrottlingException"] = "Throttling",
        ["ValidationException"] = "ValidationError",
    };

    public static ValueTask WriteAsync(ServiceModel service, AwsException error, HttpResponse response, CancellationToken ct) =>
        Writer.WriteDocumentAsync(error.Status, response, xml =>
        {
            xml.WriteStartElement("ErrorResponse", service.XmlNamespace);
            xml.WriteStartElement("Error");
            xml.WriteElementString("Type", error.Status < StatusCodes.Status500InternalServerError ? "Sender" : "Receiver");
            xml.WriteElementString("Code", Codes.GetValueOrDefault(error.Code, error.Code));
            xml.WriteElementString("Message", XmlShapeWriter.Legal(error.Message));
            xml.WriteEndElement();
            xml.WriteElementString("RequestId", Writer.RequestIdOf(response));
            xml.WriteEndElement();
        }, ct);
}
