using Brasa.Core.Logs;

namespace Brasa.Storage.Logs;

/// <summary>Where an event is in a segment.</summary>
/// <param name="Position">Its place in its group.</param>
/// <param name="StoredAt">When it was stored, in milliseconds since 1970.</param>
/// <param name="Stream">Its stream.</param>
/// <param name="At">Where its message begins.</param>
/// <param name="Length">Bytes of the message.</param>
/// <param name="Source">Who says it.</param>
internal readonly record struct FoundEvent(LogPosition Position, long StoredAt, StoredStream Stream, long At, int Length, LogSource Source);
