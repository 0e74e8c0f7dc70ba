namespace Brasa.Services.Logs.Insights;

/// <summary>Memory that one run of a query may keep, counted roughly.</summary>
/// <param name="bytes">How much.</param>
internal sealed class MemoryBudget(long bytes)
{
    private long left = bytes;

    /// <exception cref="QueryTooLargeException">There is no more.</exception>
    public void Take(long bytes)
    {
        left -= bytes;
        if (left < 0) throw new QueryTooLargeException();
    }

    public void Return(long bytes) => left += bytes;
}
