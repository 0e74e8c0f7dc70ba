using System.Buffers.Binary;
using System.Globalization;
using System.IO.MemoryMappedFiles;

namespace Brasa.Lambda.Metering;

/// <summary>
/// One file of the journal, mapped into memory: what is written there is the kernel's at once, and outlives the server however it ends. Slots are claimed without a lock and written
/// by whoever has claimed them.
/// </summary>
/// <remarks>The file is written in full before it is used, so that the disk has room for all of it: a mapped page that the disk has no room for would end the server.</remarks>
internal sealed unsafe class JournalSegment : IDisposable
{
    public const int Bytes = 4 << 20;
    public const int Slots = Bytes / SlotLayout.SlotBytes;

    /// <summary>Slot 0 says what the file is.</summary>
    public const int FirstSlot = 1;

    private const string Extension = ".journal";
    private const string UnfinishedExtension = ".new";
    private const ulong Magic = 0x314C_4E52_4A4D_5242; // "BRMJRNL1", of which the last byte is the version
    private const int BitsOfVersion = 8;

    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;
    private readonly byte* start;
    private int next = FirstSlot;
    private int pending;
    private bool disposed;

    private JournalSegment(string path, long number)
    {
        Path = path;
        Number = number;
        file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, mapName: null, Bytes);
        view = file.CreateViewAccessor(0, Bytes);
        // SAFETY: the pointer is good until Dispose gives it back; nobody has a slot then, see Pending.
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
    }

    public string Path { get; }

    public long Number { get; }

    /// <summary>Claims that were not given back: while there are any, somebody may write.</summary>
    public int Pending => Volatile.Read(ref pending);

    /// <summary>Whether nothing can be claimed any more.</summary>
    public bool IsSealed => Volatile.Read(ref next) >= Slots;

    public bool IsEmpty => Volatile.Read(ref next) == FirstSlot;

    /// <summary>All of it. The caller knows that it is not disposed meanwhile.</summary>
    public ReadOnlySpan<byte> Content => new(start, Bytes); // SAFETY: the mapping is as long as this, and the caller keeps it.

    /// <summary>Makes the next segment in a directory.</summary>
    /// <exception cref="IOException">The disk has no room for it, or has failed.</exception>
    public static JournalSegment Create(string directory, long number)
    {
        var path = System.IO.Path.Combine(directory, number.ToString("D8", CultureInfo.InvariantCulture) + Extension);
        var unfinished = path + UnfinishedExtension;
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
            using (var stream = new FileStream(unfinished, options))
            {
                var bytes = new byte[Bytes];
                BinaryPrimitives.WriteUInt64LittleEndian(bytes, Magic);
                BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(sizeof(ulong)), number);
                stream.Write(bytes);
            }

            File.Move(unfinished, path);
            return new JournalSegment(path, number);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    /// <summary>What a server before has left in a directory, in order; nothing can be claimed in it. What it had not finished is removed.</summary>
    /// <exception cref="InvalidDataException">A file is none of the journal's, or of another release.</exception>
    public static IReadOnlyList<JournalSegment> OpenAll(string directory)
    {
        foreach (var unfinished in Directory.GetFiles(directory, "*" + Extension + UnfinishedExtension)) File.Delete(unfinished);
        return [.. Directory.GetFiles(directory, "*" + Extension).Order(StringComparer.Ordinal).Select(Open)];
    }

    /// <summary>The lowest number of a segment in a directory that has some.</summary>
    public static long Oldest(string directory) => Directory.GetFiles(directory, "*" + Extension).Min(path => NumberOf(path) ?? long.MaxValue);

    private static long? NumberOf(string path) =>
        long.TryParse(System.IO.Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static JournalSegment Open(string path)
    {
        // A file that was cut off is whole again with nothing in what is lost: what is left of it counts, and a record that is torn shows by its checksum.
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Write))
        {
            if (file.Length < Bytes) file.SetLength(Bytes);
        }

        var segment = new JournalSegment(path, NumberOf(path) ?? throw new InvalidDataException($"{path} is no segment of the metering journal: move it elsewhere."));
        segment.Seal();
        var magic = BinaryPrimitives.ReadUInt64LittleEndian(segment.Content);
        if (magic == Magic || (magic ^ Magic) << BitsOfVersion != 0) return segment; // the first slot is damaged, which the others need not be
        segment.Dispose();
        throw new InvalidDataException($"{path} was written by another release of Brasa: run that one, or move the file elsewhere.");
    }

    /// <summary>Claims slots in a row, to be given back by <see cref="Release"/>; <c>false</c> where there are not so many left.</summary>
    public bool TryClaim(int count, out int first)
    {
        first = 0;
        if (IsSealed) return false;
        Interlocked.Increment(ref pending); // before the claim: whoever finds it sealed and nothing pending knows that nobody writes
        first = Interlocked.Add(ref next, count) - count;
        if (first + count <= Slots) return true;
        Release();
        return false;
    }

    /// <summary>Gives a claim back: all that it was for is written.</summary>
    public void Release() => Interlocked.Decrement(ref pending);

    /// <summary>Lets nothing be claimed any more.</summary>
    public void Seal() => Interlocked.Add(ref next, Slots);

    /// <summary>Slots that the caller has claimed.</summary>
    public Span<byte> At(int first, int count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(first, FirstSlot);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first + count, Slots);
        // SAFETY: within the mapping, as just checked; it stays while the claim is pending.
        return new Span<byte>(start + ((long)first * SlotLayout.SlotBytes), count * SlotLayout.SlotBytes);
    }

    /// <summary>Puts what is written on disk, against the loss of power.</summary>
    public void Flush() => view.Flush();

    /// <summary>Removes it: all that it holds is stored elsewhere.</summary>
    public void Delete()
    {
        Dispose();
        File.Delete(Path);
    }

    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        view.SafeMemoryMappedViewHandle.ReleasePointer();
        view.Dispose();
        file.Dispose();
    }
}
