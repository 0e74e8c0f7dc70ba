namespace Brasa.Core.Errors;

/// <summary>An error that a caller is meant to see, with AWS's own code and status.</summary>
/// <remarks>The contracts hold one subclass for each error a service models, with that error's further members.</remarks>
public class AwsException(string code, int status, string message) : Exception(message)
{
    /// <summary>AWS's error code, as <c>ResourceNotFoundException</c>.</summary>
    public string Code { get; } = code;

    /// <summary>The HTTP status, 400–599.</summary>
    public int Status { get; } = status;

    /// <summary>The request does not satisfy the model's constraints.</summary>
    public static AwsException Validation(string message) => new("ValidationException", 400, message);

    /// <summary>The caller may not do this.</summary>
    public static AwsException AccessDenied(string message) => new("AccessDeniedException", 403, message);

    /// <summary>An operation that Brasa does not carry out.</summary>
    public static AwsException NotImplemented(string message) => new("NotImplementedException", 501, message);
}
