using System.Globalization;
using Brasa.Cli.Servers;

namespace Brasa.Cli.Tests.Servers;

public sealed class RunningServerTests : IDisposable
{
    private readonly DataDirectory data = new(Directory.CreateTempSubdirectory("brasa-cli-").FullName);

    [Fact]
    public void Where_nothing_was_recorded_nothing_runs() => Assert.Null(RunningServer.Find(data));

    [Fact]
    public void A_process_that_only_bears_the_recorded_number_is_left_alone()
    {
        File.WriteAllText(data.Pid, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        using var held = Hold();

        Assert.Null(RunningServer.Find(data));
    }

    [Fact]
    public void A_record_of_a_process_that_is_gone_names_no_server()
    {
        File.WriteAllText(data.Pid, "2147483647\n");

        Assert.Null(RunningServer.Find(data));
    }

    [Fact]
    public void A_directory_is_in_use_for_as_long_as_its_lock_is_held()
    {
        Assert.False(data.IsInUse());
        using (Hold()) Assert.True(data.IsInUse());
        Assert.False(data.IsInUse());
    }

    [Fact]
    public void A_new_log_keeps_the_one_before_beside_it()
    {
        data.BeginLog();
        File.WriteAllText(data.Log, "first");
        data.BeginLog();

        Assert.Equal("", File.ReadAllText(data.Log));
        Assert.Equal("first", File.ReadAllText(data.Log + ".1"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(data.Log));
    }

    public void Dispose() => Directory.Delete(data.Path, recursive: true);

    private FileStream Hold() => new(Path.Combine(data.Path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
}
