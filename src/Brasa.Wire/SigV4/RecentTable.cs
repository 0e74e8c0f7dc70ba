using System.Diagnostics.CodeAnalysis;

namespace Brasa.Wire.SigV4;

/// <summary>Remembers what was used of late, in bounded memory: all of the last while, unless there was more of it than fits.</summary>
/// <remarks>
/// Two generations of at most <paramref name="capacity"/> entries: where the younger is full, or as old as <paramref name="age"/>, the elder
/// is forgotten and the younger becomes the elder. Its user has the lock.
/// </remarks>
internal sealed class RecentTable<TKey, TValue>(int capacity, TimeSpan age, TimeProvider clock)
    where TKey : notnull
{
    private Dictionary<TKey, TValue> young = [];
    private Dictionary<TKey, TValue> old = [];
    private long turned = clock.GetTimestamp();

    public int Count => young.Count + old.Count;

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        Turn();
        if (young.TryGetValue(key, out value))
            return true;
        if (!old.Remove(key, out value))
            return false;
        Set(key, value);
        return true;
    }

    public void Set(TKey key, TValue value)
    {
        if (young.Count >= capacity) Swap();
        young[key] = value;
    }

    private void Turn()
    {
        if (clock.GetElapsedTime(turned) >= age) Swap();
    }

    private void Swap()
    {
        old.Clear();
        (young, old) = (old, young);
        turned = clock.GetTimestamp();
    }
}
