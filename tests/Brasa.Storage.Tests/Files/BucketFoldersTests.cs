using Brasa.Core.Errors;
using Brasa.Storage.Files;

namespace Brasa.Storage.Tests.Files;

public sealed class BucketFoldersTests : IDisposable
{
    private readonly TempDirectory directory = new();
    private readonly BucketFolders buckets;

    public BucketFoldersTests()
    {
        Directory.CreateDirectory(Path.Combine(directory.Path, "buckets", "my.code-1", "team"));
        File.WriteAllText(Path.Combine(directory.Path, "buckets", "my.code-1", "team", "hello.zip"), "zip");
        File.WriteAllText(Path.Combine(directory.Path, "secret"), "not for functions");
        buckets = new BucketFolders(Path.Combine(directory.Path, "buckets"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    public async Task A_file_below_the_bucket_s_directory_is_an_object(string? version) =>
        Assert.Equal("zip"u8.ToArray(), (await buckets.ReadAsync("my.code-1", "team/hello.zip", version, 3, TestContext.Current.CancellationToken)).ToArray());

    [Theory]
    [InlineData("none", "team/hello.zip", null, "NoSuchBucket")]
    [InlineData("..", "secret", null, "NoSuchBucket")]
    [InlineData("my.code-1/team", "hello.zip", null, "NoSuchBucket")]
    [InlineData("My.code-1", "team/hello.zip", null, "NoSuchBucket")]
    [InlineData("my.code-1", "team", null, "NoSuchKey")]
    [InlineData("my.code-1", "team/none.zip", null, "NoSuchKey")]
    [InlineData("my.code-1", "../../secret", null, "NoSuchKey")]
    [InlineData("my.code-1", "team/../team/hello.zip", null, "NoSuchKey")]
    [InlineData("my.code-1", "./team/hello.zip", null, "NoSuchKey")]
    [InlineData("my.code-1", "team//hello.zip", null, "NoSuchKey")]
    [InlineData("my.code-1", "/etc/passwd", null, "NoSuchKey")]
    [InlineData("my.code-1", "team/hello.zip\0", null, "NoSuchKey")]
    [InlineData("my.code-1", "team/hello.zip", "3", "NoSuchVersion")]
    public async Task Anything_else_is_answered_as_S3_would(string bucket, string key, string? version, string code) =>
        Assert.Equal(code, (await RefusalAsync(bucket, key, version, 3)).Code);

    [Fact]
    public async Task An_object_that_is_too_large_is_not_read() => Assert.Equal("EntityTooLarge", (await RefusalAsync("my.code-1", "team/hello.zip", null, 2)).Code);

    public void Dispose() => directory.Dispose();

    private Task<AwsException> RefusalAsync(string bucket, string key, string? version, long maxBytes) =>
        Assert.ThrowsAsync<AwsException>(() => buckets.ReadAsync(bucket, key, version, maxBytes, TestContext.Current.CancellationToken));
}
