namespace Brasa.Lambda.Environments;

/// <summary>What runs on this machine for functions, and what is kept ready for them.</summary>
/// <param name="Environments">Those of functions.</param>
/// <param name="Stock">Those that are nobody's yet.</param>
public sealed record EnvironmentListing(IReadOnlyList<ListedEnvironment> Environments, IReadOnlyList<ListedStock> Stock);

/// <summary>An execution environment.</summary>
/// <param name="Function">The ARN of its function.</param>
/// <param name="LogStream">Its log stream, which names it.</param>
/// <param name="State">Where it stands in its life: <c>Starting</c>, <c>Idle</c>, <c>Frozen</c>, <c>Busy</c>, …</param>
/// <param name="MemoryBytes">What its processes use of memory now.</param>
/// <param name="IdleSeconds">How long it has had no event; <c>null</c> where it has one.</param>
public sealed record ListedEnvironment(string Function, string LogStream, string State, long MemoryBytes, double? IdleSeconds);

/// <summary>A sandbox in stock.</summary>
/// <param name="Runtime">The runtime that has booted in it.</param>
/// <param name="MemoryBytes">What that uses of memory.</param>
/// <param name="ReadySeconds">How long it has been ready.</param>
public sealed record ListedStock(string Runtime, long MemoryBytes, double ReadySeconds);
