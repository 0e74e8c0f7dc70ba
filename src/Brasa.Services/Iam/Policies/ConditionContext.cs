using Microsoft.Extensions.Primitives;

namespace Brasa.Services.Iam.Policies;

/// <summary>What is known of a request for conditions and policy variables: values by key, as <c>aws:SourceIp</c>. Keys are equal in any case.</summary>
/// <remarks>
/// Made for one request on top of what is the same for all of its caller's, which is made once. Not to be changed any more once it is evaluated or shared.
/// Numbers and dates are written as policies write them, bytes in base64. A key without a value is not there.
/// </remarks>
/// <param name="shared">What is known beside what is set here, and is hidden by it.</param>
public sealed class ConditionContext(ConditionContext? shared = null)
{
    /// <summary>Nothing is known.</summary>
    public static readonly ConditionContext Empty = new();

    /// <summary>Enough for most requests.</summary>
    private const int InitialCapacity = 8;

    private KeyValuePair<string, StringValues>[] entries = [];
    private int count;

    /// <summary>Sets a key's value or values. No values hide what is shared.</summary>
    /// <param name="key">The key.</param>
    public StringValues this[string key]
    {
        set
        {
            ArgumentNullException.ThrowIfNull(key);
            if (ReferenceEquals(this, Empty)) throw new InvalidOperationException("The empty context stays empty.");
            var index = IndexOf(key);
            if (index < 0)
            {
                if (count == entries.Length) Array.Resize(ref entries, Math.Max(InitialCapacity, count * 2));
                index = count++;
            }

            entries[index] = new(key, value);
        }
    }

    internal StringValues Find(string key)
    {
        for (var context = this; context is not null; context = context.Shared)
        {
            var index = context.IndexOf(key);
            if (index >= 0) return context.entries[index].Value;
        }

        return StringValues.Empty;
    }

    private ConditionContext? Shared => shared;

    private int IndexOf(string key)
    {
        for (var i = 0; i < count; i++)
        {
            if (string.Equals(entries[i].Key, key, StringComparison.OrdinalIgnoreCase)) return i;
        }

        return -1;
    }
}
