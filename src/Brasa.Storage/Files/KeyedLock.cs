namespace Brasa.Storage.Files;

/// <summary>One holder at a time for each key; keys that nobody holds or waits for take no room.</summary>
internal sealed class KeyedLock<TKey>
    where TKey : notnull
{
    private readonly Dictionary<TKey, Gate> gates = [];

    /// <summary>Waits for the key's turn; disposing what is returned ends it.</summary>
    public async ValueTask<IDisposable> TakeAsync(TKey key, CancellationToken ct)
    {
        var gate = Join(key);
        try
        {
            await gate.Turn.WaitAsync(ct);
        }
        catch
        {
            Leave(key, gate);
            throw;
        }
        return new Holder(this, key, gate);
    }

    private Gate Join(TKey key)
    {
        lock (gates)
        {
            if (!gates.TryGetValue(key, out var gate))
                gates.Add(key, gate = new Gate());
            gate.Users++;
            return gate;
        }
    }

    private void Leave(TKey key, Gate gate)
    {
        lock (gates)
        {
            if (--gate.Users == 0)
                gates.Remove(key);
        }
    }

    private sealed class Gate
    {
        public SemaphoreSlim Turn { get; } = new(1);
        public int Users { get; set; }
    }

    private sealed class Holder(KeyedLock<TKey> owner, TKey key, Gate gate) : IDisposable
    {
        public void Dispose()
        {
            gate.Turn.Release();
            owner.Leave(key, gate);
        }
    }
}
