using Brasa.Core.Queues;

namespace Brasa.Services.Tests.Sqs.Support;

/// <summary>A store of messages whose disk is memory, and may be full.</summary>
internal sealed class MemoryMessages : IMessageStore
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<long, (string Queue, ReadOnlyMemory<byte> State, ReadOnlyMemory<byte> Body)> rows = [];
    private long last;

    public bool IsFull { get; set; }

    /// <summary>Writes that were refused as it was full.</summary>
    public int Refused { get; private set; }

    public int BodiesRead { get; private set; }

    public int Count
    {
        get
        {
            lock (gate) return rows.Count;
        }
    }

    public Task<IReadOnlyList<long>> WriteAsync(IReadOnlyList<MessageWrite> writes, CancellationToken ct)
    {
        if (IsFull) Refused++;
        if (IsFull) return Task.FromException<IReadOnlyList<long>>(new IOException("No space left on device"));
        lock (gate)
        {
            var added = new List<long>();
            foreach (var write in writes)
            {
                switch (write)
                {
                    case MessageWrite.Add one:
                        rows[++last] = (one.Queue, one.State.ToArray(), one.Body.ToArray());
                        added.Add(last);
                        break;
                    case MessageWrite.Update one when rows.TryGetValue(one.Id, out var row):
                        rows[one.Id] = row with { State = one.State.ToArray() };
                        break;
                    case MessageWrite.Move one when rows.TryGetValue(one.Id, out var row):
                        rows[one.Id] = row with { Queue = one.Queue, State = one.State.ToArray() };
                        break;
                    case MessageWrite.Remove one:
                        rows.Remove(one.Id);
                        break;
                    case MessageWrite.Clear one:
                        foreach (var id in rows.Where(row => row.Value.Queue == one.Queue).Select(row => row.Key).ToList()) rows.Remove(id);
                        break;
                }
            }

            return Task.FromResult<IReadOnlyList<long>>(added);
        }
    }

    public IEnumerable<StoredMessage> Load(string queuePrefix)
    {
        lock (gate)
        {
            return [.. rows.Where(row => row.Value.Queue.StartsWith(queuePrefix, StringComparison.Ordinal)).Select(row => new StoredMessage(row.Key, row.Value.Queue, row.Value.State, row.Value.Body.Length))];
        }
    }

    public ReadOnlyMemory<byte>? ReadBody(long id)
    {
        lock (gate)
        {
            BodiesRead++;
            return rows.TryGetValue(id, out var row) ? row.Body : null;
        }
    }
}
