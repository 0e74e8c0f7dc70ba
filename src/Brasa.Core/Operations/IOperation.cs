namespace Brasa.Core.Operations;

/// <summary>One operation of an AWS service, for any caller and any protocol.</summary>
/// <typeparam name="TRequest">The request, already checked against the model's constraints.</typeparam>
/// <typeparam name="TResponse">The response; <see cref="NoOutput"/> where the model has none.</typeparam>
public interface IOperation<in TRequest, TResponse>
{
    /// <summary>Carries the operation out.</summary>
    /// <exception cref="Errors.AwsException">What AWS documents for the operation; the protocol's writer renders it.</exception>
    Task<TResponse> HandleAsync(TRequest request, RequestContext context, CancellationToken ct);
}

/// <summary>The output of an operation that has none.</summary>
public sealed record NoOutput
{
    /// <summary>The only value.</summary>
    public static readonly NoOutput Value = new();

    private NoOutput()
    {
    }
}
