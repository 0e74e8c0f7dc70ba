namespace Brasa.Services.Logs;

/// <summary>Batches that wait for who reads them; past a bound the oldest are dropped. Safe for concurrent use.</summary>
/// <param name="capacity">Bytes that it holds; a batch of more is held alone.</param>
internal sealed class BatchQueue(long capacity)
{
    private readonly Lock gate = new();
    private readonly Queue<StoredBatch> waiting = new();
    private long bytes;

    /// <summary>Adds a batch.</summary>
    /// <returns>How many events were dropped for it.</returns>
    public int Add(StoredBatch batch)
    {
        lock (gate)
        {
            var dropped = 0;
            while (bytes + batch.Bytes > capacity && waiting.TryDequeue(out var oldest))
            {
                bytes -= oldest.Bytes;
                dropped += oldest.Events.Count;
            }

            waiting.Enqueue(batch);
            bytes += batch.Bytes;
            return dropped;
        }
    }

    /// <summary>Takes the oldest; <c>null</c> where there is none.</summary>
    public StoredBatch? Take()
    {
        lock (gate)
        {
            if (!waiting.TryDequeue(out var batch)) return null;
            bytes -= batch.Bytes;
            return batch;
        }
    }
}
