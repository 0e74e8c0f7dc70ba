using Brasa.Sandbox.Native;
using Microsoft.Win32.SafeHandles;

namespace Brasa.Sandbox.Images;

/// <summary>Copies only what is in a file, not its holes: an empty file system of 512 MiB is 60 KB.</summary>
internal static class SparseFile
{
    private const int BufferBytes = 128 * 1024;

    public static void Copy(string source, string target)
    {
        using var from = File.OpenHandle(source);
        using var to = File.OpenHandle(target, FileMode.CreateNew, FileAccess.Write);
        var length = RandomAccess.GetLength(from);
        RandomAccess.SetLength(to, length);

        var buffer = new byte[BufferBytes];
        for (long end, start = Seek(from, 0, LibC.SEEK_DATA, length); start < length; start = Seek(from, end, LibC.SEEK_DATA, length))
        {
            end = Seek(from, start, LibC.SEEK_HOLE, length);
            CopyRange(from, to, start, end, buffer);
        }
    }

    private static void CopyRange(SafeFileHandle from, SafeFileHandle to, long start, long end, byte[] buffer)
    {
        while (start < end)
        {
            var count = RandomAccess.Read(from, buffer.AsSpan(0, (int)Math.Min(buffer.Length, end - start)), start);
            if (count == 0) throw new EndOfStreamException("A /tmp template became shorter while it was copied.");
            RandomAccess.Write(to, buffer.AsSpan(0, count), start);
            start += count;
        }
    }

    private static long Seek(SafeFileHandle file, long offset, int whence, long length)
    {
        // SAFETY: takes values; the handle is kept alive by the marshaller.
        var position = LibC.Seek(file, offset, whence);
        if (position >= 0) return position;
        return NativeCall.LastError == NativeCall.ENXIO ? length : throw NativeCall.Failure("lseek", NativeCall.LastError); // ENXIO: no more data
    }
}
