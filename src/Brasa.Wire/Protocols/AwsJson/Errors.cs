using Brasa.Core.Errors;
using Brasa.Wire.Operations;
using Brasa.Wire.Schemas;
using Microsoft.AspNetCore.Http;

namespace Brasa.Wire.Protocols.AwsJson;

/// <summary>Writes errors: the code and the message in the body, beside the members of modelled ones.</summary>
internal static class Errors
{
    /// <summary>What clients that knew the query protocol's codes go by.</summary>
    /// <remarks>Smithy, "AWS query compatible trait".</remarks>
    private const string QueryErrorHeader = "x-amzn-query-error";

    public static ValueTask WriteAsync(AwsException error, ServiceModel model, string contentType, HttpResponse response, CancellationToken ct)
    {
        if (model.IsQueryCompatible) response.Headers[QueryErrorHeader] = $"{Query.Errors.CodeOf(error)};{Query.Errors.TypeOf(error)}";
        return Writer.WriteDocumentAsync(writer => WriteBody(writer, error), StatusOf(error), contentType, response, ct);
    }

    /// <summary>Services of this protocol answer 400 to whatever is the caller's fault, unless a model says else.</summary>
    /// <remarks>"Common Errors" in the API references of CloudWatch Logs and DynamoDB.</remarks>
    private static int StatusOf(AwsException error) => error is IModeledError
        ? error.Status
        : error.Status is StatusCodes.Status403Forbidden or StatusCodes.Status404NotFound or StatusCodes.Status409Conflict or StatusCodes.Status429TooManyRequests
            ? StatusCodes.Status400BadRequest
            : error.Status;

    private static void WriteBody(IShapeWriter writer, AwsException error)
    {
        writer.BeginStructure();
        foreach (var member in Common.BodyMembers)
        {
            writer.BeginMember(member);
            member.Write(writer, error);
        }
        (error as IModeledError)?.Accept(new Members(writer));
        writer.EndStructure();
    }

    private static readonly StructureSchema<AwsException> Common = new("Error", null, static () =>
    [
        new ReferenceMember<AwsException, string>("__type", new StringSchema(), static error => error.Code, null),
        new ReferenceMember<AwsException, string>("message", new StringSchema(), static error => error.Message, null),
    ]);

    /// <summary>Writes what an error has beside its message.</summary>
    private sealed class Members(IShapeWriter writer) : IStructureVisitor
    {
        public void Visit<T>(StructureSchema<T> schema, T value)
            where T : class
        {
            foreach (var member in schema.BodyMembers)
            {
                if (member.WireName is "message" or "Message" || !member.IsPresent(value))
                    continue;
                writer.BeginMember(member);
                member.Write(writer, value);
            }
        }
    }
}
