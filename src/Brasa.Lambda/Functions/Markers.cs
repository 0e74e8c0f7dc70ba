using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;

namespace Brasa.Lambda.Functions;

/// <summary>Pages of Lambda's listings.</summary>
internal static class Markers
{
    /// <summary>AWS returns no more than this at a time, whatever is asked for.</summary>
    private const int MaxPage = 50;

    /// <summary>One page.</summary>
    /// <param name="following">What there is after a marker's name, or from the start, in order; taken no further than needed.</param>
    /// <param name="nameOf">What orders the items; a marker holds it.</param>
    /// <param name="maxItems">The most items that the caller wants, or <c>null</c>.</param>
    /// <param name="marker">An earlier page's marker, or <c>null</c>.</param>
    /// <exception cref="InvalidParameterValueException">The marker is not one that was given out.</exception>
    public static (IReadOnlyList<T> Items, string? Next) Page<T>(Func<string?, IEnumerable<T>> following, Func<T, string> nameOf, int? maxItems, string? marker) =>
        Pages.Cut(following, nameOf, Math.Min(maxItems ?? MaxPage, MaxPage), marker,
            static () => new InvalidParameterValueException("Invalid pagination token. Provide the NextMarker of an earlier response."));

    /// <inheritdoc cref="Page{T}(Func{string?, IEnumerable{T}}, Func{T, string}, int?, string?)"/>
    /// <param name="ordered">All there is, in the ordinal order of its names.</param>
    /// <param name="nameOf">The names.</param>
    /// <param name="maxItems">The most items that the caller wants, or <c>null</c>.</param>
    /// <param name="marker">An earlier page's marker, or <c>null</c>.</param>
    public static (IReadOnlyList<T> Items, string? Next) Page<T>(IEnumerable<T> ordered, Func<T, string> nameOf, int? maxItems, string? marker) =>
        Page(after => after is null ? ordered : ordered.SkipWhile(item => string.CompareOrdinal(nameOf(item), after) <= 0), nameOf, maxItems, marker);
}
