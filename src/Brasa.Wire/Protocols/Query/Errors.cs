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
        ["InvalidParameterValueException"] = "InvalidParameterValue",
        ["MissingRequiredParameterException"] = "MissingParameter",
        ["SerializationException"] = "MalformedInput",
        ["ThrottlingException"] = "Throttling",
        ["ValidationException"] = "ValidationError",
    };

    /// <summary>An error's code in this protocol.</summary>
    public static string CodeOf(AwsException error) => (error as IModeledError)?.QueryCode ?? Codes.GetValueOrDefault(error.Code, error.Code);

    /// <summary>Who is to blame for it.</summary>
    public static string TypeOf(AwsException error) => error.Status < StatusCodes.Status500InternalServerError ? "Sender" : "Receiver";

    public static ValueTask WriteAsync(ServiceModel service, AwsException error, HttpResponse response, CancellationToken ct) =>
        Writer.WriteDocumentAsync((error as IModeledError)?.QueryStatus ?? error.Status, response, xml =>
        {
            xml.WriteStartElement("ErrorResponse", service.XmlNamespace);
            xml.WriteStartElement("Error");
            xml.WriteElementString("Type", TypeOf(error));
            xml.WriteElementString("Code", CodeOf(error));
            xml.WriteElementString("Message", XmlShapeWriter.Legal(error.Message));
            xml.WriteEndElement();
            xml.WriteElementString("RequestId", Writer.RequestIdOf(response));
            xml.WriteEndElement();
        }, ct);
}
