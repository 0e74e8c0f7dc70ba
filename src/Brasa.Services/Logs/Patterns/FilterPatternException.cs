namespace Brasa.Services.Logs.Patterns;

/// <summary>A filter pattern that CloudWatch Logs would refuse.</summary>
/// <param name="message">Why, as it is sent with <c>InvalidParameterException</c>.</param>
public sealed class FilterPatternException(string message) : FormatException(message);
