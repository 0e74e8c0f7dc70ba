using Brasa.Contracts.Lambda;
using Brasa.Core.Errors;
using Brasa.Core.Storage;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Tests.Functions;

public sealed class DeploymentPackagesTests
{
    private static readonly byte[] Zip = [1, 2, 3];

    private readonly DeploymentPackages packages = new(new OneObject());

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_zip_in_the_request_is_taken_as_it_is() =>
        Assert.Equal(Zip, (await packages.ReadAsync(new FunctionCode { ZipFile = Zip }, Ct)).ToArray());

    [Fact]
    public async Task An_upload_over_50_MiB_is_refused_unread()
    {
        var refusal = await RefusalAsync(new FunctionCode { ZipFile = new byte[52_428_801] });

        Assert.Equal(("RequestEntityTooLargeException", 413, "Zipped size must be smaller than 52428800 bytes"), (refusal.Code, refusal.Status, refusal.Message));
    }

    [Fact]
    public async Task An_object_is_read_by_its_bucket_key_and_version()
    {
        Assert.Equal([7], (await packages.ReadAsync(new FunctionCode { S3Bucket = "code", S3Key = "a/hello.zip", S3ObjectVersion = "3" }, Ct)).ToArray());
        Assert.Equal([7], (await packages.ReadAsync(new UpdateFunctionCodeRequest { FunctionName = "hello", S3Bucket = "code", S3Key = "a/hello.zip", S3ObjectVersion = "3" }, Ct)).ToArray());
    }

    [Fact]
    public async Task What_S3_answers_is_told_in_Lambda_s_words()
    {
        var refusal = await RefusalAsync(new FunctionCode { S3Bucket = "code", S3Key = "missing" });

        Assert.IsType<InvalidParameterValueException>(refusal);
        Assert.Equal("Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.", refusal.Message);
    }

    public static TheoryData<string, FunctionCode> Wrong => new()
    {
        { "Please provide a source for function code.", new FunctionCode() },
        { "Please provide both S3Bucket and S3Key, or neither.", new FunctionCode { S3Bucket = "code" } },
        { "Please provide both S3Bucket and S3Key, or neither.", new FunctionCode { S3ObjectVersion = "1" } },
        { "Please do not provide other FunctionCode parameters when providing a ZipFile.", new FunctionCode { ZipFile = Zip, S3Key = "a" } },
        { "Please do not provide other FunctionCode parameters when providing a ZipFile.", new FunctionCode { ZipFile = Zip, S3ObjectVersion = "1" } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Code_comes_from_one_place_that_is_named_whole(string message, FunctionCode code) =>
        Assert.Equal(message, Assert.IsType<InvalidParameterValueException>(await RefusalAsync(code)).Message);

    private async Task<AwsException> RefusalAsync(FunctionCode code) => await Assert.ThrowsAnyAsync<AwsException>(() => packages.ReadAsync(code, Ct));

    private sealed class OneObject : IObjectReader
    {
        public Task<ReadOnlyMemory<byte>> ReadAsync(string bucket, string key, string? version, long maxBytes, CancellationToken ct) =>
            (bucket, key, version, maxBytes) == ("code", "a/hello.zip", "3", 262_144_000)
                ? Task.FromResult(new ReadOnlyMemory<byte>([7]))
                : throw new AwsException("NoSuchKey", 404, "The specified key does not exist.");
    }
}
