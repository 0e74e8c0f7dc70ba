using System.Text;
using System.Xml;
using Brasa.Wire.Hosting;
using Brasa.Wire.Operations;
using Microsoft.AspNetCore.Http;

namespace Brasa.Wire.Protocols.Query;

/// <summary>Writes successes: the output in an element of the operation's name, and the request's id.</summary>
internal static class Writer
{
    private static readonly XmlWriterSettings Settings = new() { OmitXmlDeclaration = true, Indent = true };

    public static ValueTask WriteAsync<TRequest, TResponse>(
        ServiceModel service, OperationDescriptor<TRequest, TResponse> operation, TResponse output, HttpResponse response, CancellationToken ct)
        where TRequest : class
        where TResponse : class => WriteDocumentAsync(StatusCodes.Status200OK, response, xml =>
        {
            xml.WriteStartElement($"{operation.Name}Response", service.XmlNamespace);
            if (operation.Output is { } schema) schema.Write(new XmlShapeWriter(xml, $"{operation.Name}Result"), output);
            xml.WriteStartElement("ResponseMetadata");
            xml.WriteElementString("RequestId", RequestIdOf(response));
            xml.WriteEndElement();
            xml.WriteEndElement();
        }, ct);

    /// <summary>Sends what <paramref name="write"/> writes.</summary>
    public static ValueTask WriteDocumentAsync(int status, HttpResponse response, Action<XmlWriter> write, CancellationToken ct)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, Settings)) write(xml);
        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        response.StatusCode = status;
        response.ContentType = "text/xml";
        response.ContentLength = bytes.Length;
        return response.Body.WriteAsync(bytes, ct);
    }

    public static string? RequestIdOf(HttpResponse response) => response.Headers[AwsEndpoint.RequestIdHeader];
}
