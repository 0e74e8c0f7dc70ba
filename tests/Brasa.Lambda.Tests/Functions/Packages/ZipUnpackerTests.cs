using System.Globalization;
using System.IO.Compression;
using System.Text;
using Brasa.Core.Errors;
using Brasa.Lambda.Functions;
using Brasa.Lambda.Functions.Packages;

namespace Brasa.Lambda.Tests.Functions.Packages;

public sealed class ZipUnpackerTests : UnpackingTest
{
    [Fact]
    public async Task Files_and_directories_come_out_as_they_went_in()
    {
        await UnpackAsync(new RawZip()
            .Add("index.py", "pass").Add("lib/").Add("lib/é/🔥.txt", "fire").Add("./dot.txt", "dot").Add("a//b", "ab"));

        Assert.Equal("pass", Text("index.py"));
        Assert.Equal("fire", Text("lib/é/🔥.txt"));
        Assert.Equal("dot", Text("dot.txt"));
        Assert.Equal("ab", Text("a/b"));
    }

    [Fact]
    public async Task An_archive_written_by_a_library_is_unpacked()
    {
        await using var zip = new MemoryStream();
        await using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var name in (string[])["index.mjs", "node_modules/a/index.js"])
            {
                await using var entry = await archive.CreateEntry(name).OpenAsync(Ct);
                await entry.WriteAsync(Encoding.UTF8.GetBytes(new string('x', 200_000)), Ct);
            }
        }

        await UnpackAsync(zip.ToArray());

        Assert.Equal(new string('x', 200_000), Text("node_modules/a/index.js"));
    }

    [Fact]
    public async Task Sizes_of_zip64_are_read()
    {
        await UnpackAsync(new RawZip().Add("index.py"u8.ToArray(), "pass"u8.ToArray(), zip64: true, deflate: true));

        Assert.Equal("pass", Text("index.py"));
    }

    [Theory]
    [InlineData(0x0000, "644")] // made on Windows: no mode at all
    [InlineData(0x81A4, "644")]
    [InlineData(0x81ED, "755")]
    [InlineData(0x8100, "444")] // 0400: on AWS a common way to an import error
    [InlineData(0x81C0, "755")] // 0700
    [InlineData(0x8000, "444")]
    [InlineData(0x8FFF, "755")] // setuid, setgid, sticky and writable by all
    public async Task A_file_keeps_its_mode_as_far_as_it_is_readable_by_all_and_writable_by_its_owner_alone(int mode, string expected)
    {
        await UnpackAsync(new RawZip().Add("file", "x", mode));

        Assert.Equal(expected, Mode("file"));
    }

    [Fact]
    public async Task Directories_are_0755_whatever_the_archive_says()
    {
        await UnpackAsync(new RawZip().Add("open/", mode: 0x4FFF).Add("shut/", mode: 0x4000).Add("implied/file"));

        Assert.All((string[])["open", "shut", "implied"], directory => Assert.Equal("755", Mode(directory)));
    }

    [Fact]
    public async Task A_file_keeps_its_time_on_every_host()
    {
        await UnpackAsync(new RawZip().Add("file"));

        Assert.Equal(new DateTime(2026, 3, 4, 0, 0, 0, DateTimeKind.Utc), File.GetLastWriteTimeUtc(Path.Combine(Target, "file")));
    }

    [Fact]
    public async Task An_empty_archive_is_refused_as_such()
    {
        var refusal = await Assert.ThrowsAnyAsync<AwsException>(() => UnpackAsync(new RawZip()));

        Assert.Equal("Uploaded file must be a non-empty zip", refusal.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a zip")]
    [InlineData("PK\u0003\u0004 nor this")]
    public async Task What_is_no_zip_is_refused(string content) => await RefusesAsync(Encoding.UTF8.GetBytes(content));

    [Fact]
    public async Task A_truncated_archive_is_refused()
    {
        var whole = new RawZip().Add("index.py", "pass").Add("lib.py", "pass").ToArray();

        for (var length = 0; length < whole.Length; length += 7)
            await RefusesAsync(whole[..length]);
    }

    [Fact]
    public async Task An_encrypted_entry_is_refused() =>
        await RefusesAsync(new RawZip().Add("secret"u8.ToArray(), "secret"u8.ToArray(), flags: 1));

    [Fact]
    public async Task A_wrong_checksum_is_refused()
    {
        var zip = new RawZip().Add("index.py", "print('hello')").ToArray();
        zip[zip.AsSpan().IndexOf("hello"u8)] ^= 1;

        await RefusesAsync(zip);
    }

    [Theory]
    [InlineData(3, false)]
    [InlineData(3, true)]
    [InlineData(30, false)]
    [InlineData(30, true)]
    public async Task A_stated_size_that_is_not_the_true_one_is_refused(long stated, bool deflate) =>
        await RefusesAsync(new RawZip().Add("file"u8.ToArray(), "0123456789"u8.ToArray(), statedSize: stated, deflate: deflate));

    [Fact]
    public async Task The_limit_holds_for_all_entries_together_and_is_itself_allowed()
    {
        var zip = new RawZip().Add("a", "12345").Add("b", "67890").ToArray();

        var refusal = await Assert.ThrowsAnyAsync<AwsException>(() => UnpackAsync(zip, limit: 9));
        Assert.Equal("Unzipped size must be smaller than 9 bytes", refusal.Message);
        Assert.Empty(Directory.GetFileSystemEntries(Target));

        await UnpackAsync(zip, limit: 10);
    }

    [Fact]
    public async Task Stated_sizes_that_overflow_when_added_are_too_large()
    {
        var zip = new RawZip();
        for (var i = 0; i < 3; i++)
            zip.Add([(byte)('a' + i)], [], statedSize: long.MaxValue, zip64: true);

        var refusal = await Assert.ThrowsAnyAsync<AwsException>(() => UnpackAsync(zip));
        Assert.Equal("Unzipped size must be smaller than 262144000 bytes", refusal.Message);
    }

    [Fact]
    public async Task A_bomb_that_states_a_small_size_writes_no_more_than_that()
    {
        await RefusesAsync(new RawZip().Add("bomb"u8.ToArray(), new byte[50_000_000], statedSize: 1_000, deflate: true));

        Assert.True(new FileInfo(Path.Combine(Target, "bomb")).Length <= 1_000);
    }

    [Fact]
    public async Task More_paths_than_the_limit_are_refused_before_anything_is_written()
    {
        // Few entries, many directories: each name brings hundreds of its own.
        var zip = new RawZip();
        for (var i = 0; i < 300; i++)
            zip.Add(string.Create(CultureInfo.InvariantCulture, $"{i}/") + string.Concat(Enumerable.Repeat("d/", 400)));

        await RefusesAsync(zip);
        Assert.Empty(Directory.GetFileSystemEntries(Target));
    }

    [Fact]
    public async Task Damaged_bytes_anywhere_end_in_a_refusal_or_in_files_and_in_nothing_else()
    {
        var whole = new RawZip()
            .Add("index.py", "print('hello')", 0x81A4).Add("lib/").Add("lib/a", "aaaa", 0x81ED).Link("l", "lib/a").ToArray();
        var random = new Random(20_260_304);

        for (var round = 0; round < 1_000; round++)
        {
            var damaged = (byte[])whole.Clone();
            for (var i = random.Next(1, 4); i > 0; i--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            Directory.Delete(Target, recursive: true);
            Directory.CreateDirectory(Target);
            try
            {
                await UnpackAsync(damaged);
            }
            catch (AwsException refusal)
            {
                Assert.Equal("InvalidParameterValueException", refusal.Code);
            }
        }
    }

    [Fact]
    public async Task Unpacking_ends_when_it_is_cancelled()
    {
        using var zip = new MemoryStream(new RawZip().Add("a", "a").ToArray());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => ZipUnpacker.UnpackAsync(zip, Target, FunctionLimits.UnzippedBytes, new CancellationToken(canceled: true)));
    }
}
