using System.Buffers;
using System.IO.Compression;
using System.Text;
using Brasa.Core.Checksums;
using Brasa.Core.Errors;

namespace Brasa.Lambda.Functions.Packages;

/// <summary>Unpacks a deployment package that nobody has reason to trust.</summary>
/// <remarks>
/// Every path is checked and found free before anything is written; directories are made first and links last, so that no write goes
/// through a link; sizes and checksums are those of the bytes that came out, not those that the archive states.
/// </remarks>
internal sealed class ZipUnpacker(string directory, long maxBytes, CancellationToken ct)
{
    private const int BufferBytes = 81_920;

    /// <summary>Longest target of a link, in bytes: one less than <c>PATH_MAX</c>.</summary>
    private const int MaxTargetBytes = 4_095;

    /// <summary>Unpacks into an empty directory; where it throws, what it wrote so far is left for the caller to remove.</summary>
    /// <param name="zip">The archive, seekable.</param>
    /// <param name="directory">Where to.</param>
    /// <param name="maxUnzippedBytes">Most bytes that may come out.</param>
    /// <param name="ct">Ends the work between two blocks.</param>
    /// <exception cref="AwsException">The archive cannot be used.</exception>
    public static Task UnpackAsync(Stream zip, string directory, long maxUnzippedBytes, CancellationToken ct) =>
        // Inflating keeps a processor busy for up to a second: not on the caller's thread.
        Task.Run(() => new ZipUnpacker(directory, maxUnzippedBytes, ct).Unpack(zip), ct);

    private void Unpack(Stream zip)
    {
        try
        {
            using var archive = new ZipArchive(zip, ZipArchiveMode.Read, leaveOpen: true, Encoding.UTF8);
            Unpack(ZipPlan.Of(archive, maxBytes));
        }
        catch (InvalidDataException)
        {
            throw PackageErrors.NotUnzippable();
        }
    }

    private void Unpack(ZipPlan plan)
    {
        foreach (var path in plan.Directories)
        {
            Directory.CreateDirectory(Full(path));
            File.SetUnixFileMode(Full(path), UnixMode.SharedDirectory);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            foreach (var (path, entry) in plan.Files)
                WriteFile(Full(path), entry, buffer);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        WriteLinks(plan);
    }

    private void WriteFile(string path, ZipArchiveEntry entry, byte[] buffer)
    {
        using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
        var written = 0L;
        Read(entry, buffer, block =>
        {
            RandomAccess.Write(file, block, written);
            written += block.Length;
        });
        File.SetUnixFileMode(file, UnixMode.PermissionsOf(entry));
        // The archive states a time of no zone; taken as UTC it is the same on every host. Compiled Python checks its source's.
        File.SetLastWriteTimeUtc(file, DateTime.SpecifyKind(entry.LastWriteTime.DateTime, DateTimeKind.Utc));
    }

    private void WriteLinks(ZipPlan plan)
    {
        var targets = plan.Links.ToDictionary(link => link.Path, link => ReadTarget(link.Entry));
        var links = new LinkTargets(targets);
        if (!targets.Keys.All(links.StaysInside))
            throw PackageErrors.NotUnzippable();
        foreach (var (path, target) in targets)
            File.CreateSymbolicLink(Full(path), target);
    }

    private string ReadTarget(ZipArchiveEntry entry)
    {
        if (entry.Length is 0 or > MaxTargetBytes)
            throw PackageErrors.NotUnzippable();

        var bytes = new List<byte>();
        Read(entry, new byte[MaxTargetBytes + 1], block => bytes.AddRange(block));
        var target = Encoding.UTF8.GetString([.. bytes]);
        return target.AsSpan().ContainsAny('\0', '\uFFFD') ? throw PackageErrors.NotUnzippable() : target;
    }

    /// <summary>Hands on an entry's bytes: never more than it states, and in the end neither fewer nor others.</summary>
    private void Read(ZipArchiveEntry entry, byte[] buffer, Action<ReadOnlySpan<byte>> take)
    {
        using var content = entry.Open();
        var crc = new Crc32();
        var length = 0L;
        int read;
        while ((read = content.Read(buffer)) > 0)
        {
            ct.ThrowIfCancellationRequested();
            length += read;
            if (length > entry.Length)
                throw PackageErrors.NotUnzippable();
            crc.Append(buffer.AsSpan(0, read));
            take(buffer.AsSpan(0, read));
        }

        if (length != entry.Length || crc.Value != entry.Crc32)
            throw PackageErrors.NotUnzippable();
    }

    private string Full(string path) => Path.Combine(directory, path);
}
