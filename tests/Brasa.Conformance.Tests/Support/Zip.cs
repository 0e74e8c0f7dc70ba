using System.IO.Compression;
using System.Text;

namespace Brasa.Conformance.Tests.Support;

/// <summary>Deployment packages, made in memory.</summary>
internal static class Zip
{
    public static byte[] Of(params IReadOnlyList<(string Path, string Text)> files) =>
        Of(archive =>
        {
            foreach (var (path, text) in files) Add(archive, path, Encoding.UTF8.GetBytes(text));
        });

    public static byte[] Of(Action<ZipArchive> fill)
    {
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true)) fill(archive);
        return stream.ToArray();
    }

    public static ZipArchiveEntry Add(ZipArchive archive, string path, ReadOnlySpan<byte> content)
    {
        var entry = archive.CreateEntry(path);
        using var stream = entry.Open();
        stream.Write(content);
        return entry;
    }
}
