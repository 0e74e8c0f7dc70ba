using Brasa.Contracts.Sqs;
using Brasa.Core.Errors;

namespace Brasa.Services.Sqs;

/// <summary>Errors that several operations answer with. Those that AWS's model of SQS lacks are named as its JSON protocol names them.</summary>
internal static class SqsErrors
{
    public const string WrongForQueueType = "The request include parameter that is not valid for this queue type";

    public static QueueDoesNotExistException NoQueue() => new("The specified queue does not exist.");

    public static ResourceNotFoundException NoResource() => new("The resource that you specified for the SourceArn parameter doesn't exist.");

    public static OverLimitException TooManyInFlight() => new("Too many messages in flight.");

    public static AwsException Missing(string parameter) => new("MissingRequiredParameterException", 400, $"The request must contain the parameter {parameter}.");

    public static AwsException Invalid(string message) => new("InvalidParameterValueException", 400, message);

    public static AwsException Invalid(object? value, string parameter, string reason) => Invalid($"Value {value} for parameter {parameter} is invalid. Reason: {reason}");

    public static InvalidAttributeNameException UnknownAttribute(string name) => new($"Unknown Attribute {name}.");

    public static InvalidAttributeValueException InvalidAttribute(string name) => new($"Invalid value for the parameter {name}.");

    public static ReceiptHandleIsInvalidException InvalidReceipt(string handle) => new($"The input receipt handle \"{handle}\" is not a valid receipt handle.");
}
