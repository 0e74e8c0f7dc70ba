using Brasa.Core.Operations;

namespace Brasa.Services.Logs;

/// <summary>Pages of what is listed.</summary>
internal static class Listing
{
    /// <summary>The most items of a page where none is asked for, and of most listings the most that can be.</summary>
    public const int DefaultPage = 50;

    /// <summary>One page of what is in the ordinal order of its names.</summary>
    /// <exception cref="Brasa.Contracts.Logs.InvalidParameterException">The token is not one that was given out.</exception>
    public static (IReadOnlyList<T> Items, string? Next) Page<T>(IEnumerable<T> ordered, Func<T, string> nameOf, int? limit, string? token) =>
        Page(after => after is null ? ordered : ordered.SkipWhile(item => string.CompareOrdinal(nameOf(item), after) <= 0), nameOf, limit, token);

    /// <inheritdoc cref="Page{T}(IEnumerable{T}, Func{T, string}, int?, string?)"/>
    /// <param name="following">What there is after a name, or from the start, in order.</param>
    /// <param name="nameOf">The names.</param>
    /// <param name="limit">The most items that the caller wants.</param>
    /// <param name="token">An earlier page's token.</param>
    public static (IReadOnlyList<T> Items, string? Next) Page<T>(Func<string?, IEnumerable<T>> following, Func<T, string> nameOf, int? limit, string? token) =>
        Pages.Cut(following, nameOf, limit ?? DefaultPage, token, static () => LogErrors.InvalidToken);
}
