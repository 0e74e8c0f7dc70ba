namespace Brasa.Bench;

/// <summary>Something that was to be measured did not work; the message is for whoever runs the benchmark.</summary>
internal sealed class BenchException(string message, Exception? inner = null) : Exception(message, inner);
