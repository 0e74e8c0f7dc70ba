namespace Brasa.Services.Logs.Insights;

/// <summary>When a query is run, and about which time.</summary>
/// <param name="Now">When it started.</param>
/// <param name="From">The beginning of what it is about, in milliseconds since 1970.</param>
/// <param name="To">The end of it.</param>
public sealed record QueryWindow(DateTimeOffset Now, long From, long To);
