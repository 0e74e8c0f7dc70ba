using Brasa.Contracts.Lambda;
using Brasa.Lambda.FileSystems;
using Brasa.Lambda.Functions;
using Brasa.Lambda.Tests.Fakes;
using Brasa.Sandbox;

namespace Brasa.Lambda.Tests.FileSystems;

public sealed class AccessPointsTests
{
    private const string Known = "arn:aws:elasticfilesystem:eu-west-1:123456789012:access-point/fsap-0123456789abcdef0";
    private const string Unknown = "arn:aws:elasticfilesystem:eu-west-1:123456789012:access-point/fsap-0123456789abcdef1";
    private const string Gone = "arn:aws:elasticfilesystem:eu-west-1:123456789012:access-point/fsap-0123456789abcdef2";

    private static readonly SharedDirectory Directory = new() { Path = "/", UserId = 0, GroupId = 0 };
    private static readonly FunctionKey Function = Sample.Function().Key;

    private readonly AccessPoints points = new(new Dictionary<string, SharedDirectory>
    {
        [Known] = Directory,
        [Gone] = Directory with { Path = "/nowhere" },
    });

    [Fact]
    public void One_that_is_declared_is_the_function_s_file_system()
    {
        var system = points.Read([Config(Known)], Function);

        Assert.Equal(new FileSystem(Known, "/mnt/data"), system);
        Assert.Equal(new SharedMount(Directory, "/mnt/data"), points.MountOf(Sample.Function() with { FileSystem = system }));
    }

    [Fact]
    public void None_is_none()
    {
        Assert.Null(points.Read(null, Function));
        Assert.Null(points.Read([], Function));
        Assert.Null(points.MountOf(Sample.Function()));
        points.RequireMountable(Sample.Function());
    }

    [Theory]
    [InlineData("/mnt/.")]
    [InlineData("/mnt/..")]
    public void A_path_that_leads_elsewhere_is_refused(string path) =>
        Assert.Contains(path, Assert.Throws<InvalidParameterValueException>(() => points.Read([Config(Known, path)], Function)).Message, StringComparison.Ordinal);

    [Fact]
    public void One_that_is_not_declared_is_refused_with_how_to_declare_it() =>
        Assert.Equal(
            $"This server has no access point {Unknown}. The server's operator declares it by starting the server with --file-system {Unknown}=DIRECTORY.",
            Assert.Throws<InvalidParameterValueException>(() => points.Read([Config(Unknown)], Function)).Message);

    [Theory]
    [InlineData("123456789012", "us-east-1")]
    [InlineData("999999999999", "eu-west-1")]
    public void One_of_another_account_or_region_is_refused(string account, string region) =>
        Assert.Throws<InvalidParameterValueException>(() => points.Read([Config(Known)], new FunctionKey(account, region, "hello")));

    [Theory]
    [InlineData(Unknown, "any more")]
    [InlineData(Gone, "is gone")]
    public void A_function_whose_file_system_is_no_longer_there_is_not_run(string arn, string why)
    {
        var function = Sample.Function() with { FileSystem = new FileSystem(arn, "/mnt/data") };

        Assert.Contains(why, Assert.Throws<EFSMountFailureException>(() => points.RequireMountable(function)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_function_whose_file_system_is_there_is_run() =>
        points.RequireMountable(Sample.Function() with { FileSystem = new FileSystem(Known, "/mnt/data") });

    private static FileSystemConfig Config(string arn, string path = "/mnt/data") => new() { Arn = arn, LocalMountPath = path };
}
