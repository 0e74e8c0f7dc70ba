using System.Runtime.InteropServices;
using Brasa.Core.Logs;

namespace Brasa.Storage.Logs;

/// <summary>The first of the events that are found, in the order of reading: as many as are wanted, however many there are.</summary>
/// <param name="query">What is read.</param>
/// <param name="most">How many are wanted.</param>
internal sealed class Selection(LogQuery query, int most)
{
    private readonly List<FoundEvent> found = [];

    /// <summary>Where the present part begins.</summary>
    private int part;

    /// <summary>The last that is wanted still, once there were more than are.</summary>
    private LogPosition? last;

    /// <summary>Whether there are more.</summary>
    public bool HasMore { get; private set; }

    /// <summary>Whether nothing in a block is wanted any more.</summary>
    public bool IsBeyond(BlockHeader block)
    {
        var isBeyond = last is { } bound && (query.Backwards ? block.Last < bound.Timestamp : block.First > bound.Timestamp);
        HasMore |= isBeyond;
        return isBeyond;
    }

    /// <summary>Whether an event at a position is not wanted any more.</summary>
    public bool IsBeyond(LogPosition position)
    {
        var isBeyond = last is { } bound && query.Compare(position, bound) > 0;
        HasMore |= isBeyond;
        return isBeyond;
    }

    /// <summary>Takes an event.</summary>
    public void Add(in FoundEvent next)
    {
        found.Add(next);
        if (found.Count >= 2L * most) Trim();
    }

    /// <summary>Ends a part of the segment; parts come in the order of reading, but what is in one as it stands there.</summary>
    public void EndPart()
    {
        if (query.Backwards) CollectionsMarshal.AsSpan(found)[part..].Reverse();
        part = found.Count;
    }

    /// <summary>What was found, in the order of reading.</summary>
    public List<FoundEvent> Finish()
    {
        Trim();
        return found;
    }

    private void Trim()
    {
        Sort(CollectionsMarshal.AsSpan(found));
        if (found.Count > most)
        {
            found.RemoveRange(most, found.Count - most);
            last = found[^1].Position;
            HasMore = true;
        }

        part = found.Count;
    }

    /// <summary>Most often they are in order already.</summary>
    private void Sort(Span<FoundEvent> events)
    {
        for (var i = 1; i < events.Length; i++)
        {
            if (query.Compare(events[i - 1].Position, events[i].Position) <= 0) continue;
            events.Sort((left, right) => query.Compare(left.Position, right.Position));
            return;
        }
    }
}
