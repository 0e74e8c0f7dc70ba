using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Brasa.Sandbox.Cgroups;

/// <summary>Reads and writes the one-value and key-value files that the kernel shows for a control group.</summary>
internal static class CgroupFile
{
    private const int MaxBytes = 8192; // memory.stat has about 2 KB

    public static void Write(string path, string value)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        RandomAccess.Write(file, Encoding.ASCII.GetBytes(value), 0);
    }

    public static void Write(string path, long value) => Write(path, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Whether this process may write it.</summary>
    public static bool IsWritable(string path)
    {
        try
        {
            using (File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Writes where the file exists; not every kernel has every file, and a group may be removed at any time.</summary>
    public static void TryWrite(string path, string value)
    {
        try
        {
            if (File.Exists(path)) Write(path, value);
        }
        catch (IOException) when (!File.Exists(path))
        {
        }
    }

    /// <summary>The single number of a file; null when the kernel does not have the file, or it says <c>max</c>.</summary>
    public static long? ReadNumber(string path)
    {
        Span<byte> buffer = stackalloc byte[64];
        return TryRead(path, buffer, out var length) && long.TryParse(buffer[..length].Trim("\n "u8), CultureInfo.InvariantCulture, out var value)
            ? value
            : null;
    }

    /// <summary>Opens the first of these files that the kernel has, to be read again and again.</summary>
    public static SafeFileHandle OpenFirst(params ReadOnlySpan<string> paths)
    {
        foreach (var path in paths[..^1])
        {
            if (File.Exists(path)) return Open(path);
        }

        return Open(paths[^1]);
    }

    /// <summary>The single number of an open file as it is now; 0 once its control group is gone.</summary>
    public static long ReadNumber(SafeFileHandle file)
    {
        Span<byte> buffer = stackalloc byte[64];
        try
        {
            var length = RandomAccess.Read(file, buffer, 0);
            return long.TryParse(buffer[..length].Trim("\n "u8), CultureInfo.InvariantCulture, out var value) ? value : 0;
        }
        catch (Exception gone) when (gone is ObjectDisposedException or IOException)
        {
            return 0;
        }
    }

    /// <summary>Fills in the numbers of the keys asked for, in a file of <c>key value</c> lines; 0 for a key not there.</summary>
    public static void ReadKeys(string path, ReadOnlySpan<string> keys, Span<long> values)
    {
        values.Clear();
        Span<byte> buffer = stackalloc byte[MaxBytes];
        if (!TryRead(path, buffer, out var length)) return;

        ReadOnlySpan<byte> text = buffer[..length];
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range];
            var space = line.IndexOf((byte)' ');
            if (space < 0) continue;
            for (var i = 0; i < keys.Length; i++)
            {
                if (Ascii.Equals(line[..space], keys[i])) _ = long.TryParse(line[(space + 1)..], CultureInfo.InvariantCulture, out values[i]);
            }
        }
    }

    /// <summary>The processes in a group; none where it has been removed.</summary>
    public static IReadOnlyList<int> ReadPids(string path)
    {
        try
        {
            return [.. File.ReadLines(path).Select(line => int.Parse(line, CultureInfo.InvariantCulture)).Where(pid => pid > 0)];
        }
        catch (IOException) when (!File.Exists(path))
        {
            return [];
        }
    }

    private static SafeFileHandle Open(string path) => File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);

    private static bool TryRead(string path, Span<byte> buffer, out int length)
    {
        length = 0;
        try
        {
            using var file = Open(path);
            length = RandomAccess.Read(file, buffer, 0);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }
}
