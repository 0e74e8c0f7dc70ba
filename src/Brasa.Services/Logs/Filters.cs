using Brasa.Services.Logs.Patterns;

namespace Brasa.Services.Logs;

/// <summary>Filter patterns of requests.</summary>
internal static class Filters
{
    /// <summary>A pattern; <c>null</c> for one that everything matches.</summary>
    /// <exception cref="Brasa.Contracts.Logs.InvalidParameterException">It is no pattern.</exception>
    public static FilterPattern? Read(string? pattern)
    {
        if (string.IsNullOrWhiteSpace(pattern)) return null;
        try
        {
            return FilterPattern.Parse(pattern);
        }
        catch (FilterPatternException invalid)
        {
            throw LogErrors.Invalid(invalid.Message);
        }
    }
}
