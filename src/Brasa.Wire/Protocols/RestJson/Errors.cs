using Brasa.Core.Errors;
using Brasa.Wire.Operations;
using Brasa.Wire.Schemas;
using Microsoft.AspNetCore.Http;

namespace Brasa.Wire.Protocols.RestJson;

/// <summary>Writes errors: the code in a header, the members of modelled ones where the model puts them, a message for all others.</summary>
internal static class Errors
{
    private const string TypeHeader = "x-amzn-ErrorType";

    public static ValueTask WriteAsync(AwsException error, HttpResponse response, CancellationToken ct)
    {
        response.StatusCode = error.Status;
        response.ContentType = Writer.ContentType;
        response.Headers[TypeHeader] = error.Code;
        return Writer.WriteDocumentAsync(writer => WriteBody(writer, error, response), response, ct);
    }

    private static void WriteBody(IShapeWriter writer, AwsException error, HttpResponse response)
    {
        if (error is IModeledError modeled)
            modeled.Accept(new Visitor(writer, response));
        else
            Unmodeled.Write(writer, error);
    }

    private static readonly StructureSchema<AwsException> Unmodeled = new("Error", null, static () =>
        [new ReferenceMember<AwsException, string>("message", new StringSchema(), static error => error.Message, null)]);

    private sealed class Visitor(IShapeWriter writer, HttpResponse response) : IStructureVisitor
    {
        public void Visit<T>(StructureSchema<T> schema, T value)
            where T : class
        {
            Writer.WriteBound(schema, value, response);
            schema.Write(writer, value);
        }
    }
}
