using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Brasa.Security.Tests;

/// <summary>
/// The same attempts where nothing defends against them, by root in namespaces that are thrown away: they get away with something, and so
/// their failing inside a sandbox means something.
/// </summary>
public sealed class ControlTests
{
    /// <summary>Those that harm nothing there and need nothing of a server.</summary>
    public static TheoryData<string> Harmless =>
    [
        "filesystem.read_secrets_of_the_host", "filesystem.list_the_server_s_directories", "filesystem.leave_through_proc_root",
        "filesystem.leave_through_proc_cwd", "filesystem.open_by_handle", "filesystem.mount_something", "filesystem.mount_with_the_new_calls", "filesystem.open_a_device",
        "filesystem.load_a_program_with_rights_of_root", "filesystem.become_root",
        "kernel.read_another_process", "kernel.take_a_descriptor_of_another_process", "kernel.use_keyrings", "kernel.load_a_bpf_program", "kernel.watch_the_processor",
        "kernel.make_other_namespaces", "kernel.make_a_user_namespace_by_clone", "kernel.open_odd_sockets", "kernel.take_the_filter_off", "kernel.gain_capabilities",
        "network.send_raw_packets", "processes.take_precedence",
    ];

    [Theory]
    [MemberData(nameof(Harmless))]
    public async Task An_attack_that_nobody_defends_against_succeeds(string attack)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root");
        var (group, name) = (attack.Split('.')[0], attack.Split('.')[1]);
        var secret = Path.GetTempFileName();
        await File.WriteAllTextAsync(secret, Battlefield.Secret, TestContext.Current.CancellationToken);
        var world = new JsonObject { ["secret"] = secret, ["data"] = AppContext.BaseDirectory };
        var code = $"import json, sys; sys.path.insert(0, sys.argv[1]); import {group}; print({group}.{name}(json.loads(sys.argv[2])))";

        using var process = Process.Start(new ProcessStartInfo(
            "unshare", ["--mount", "--uts", "--ipc", "--net", "/usr/bin/python3", "-B", "-c", code, Attack.Folder, world.ToJsonString()])
        {
            RedirectStandardOutput = true,
        })!;
        var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        File.Delete(secret);

        Assert.Equal(0, process.ExitCode);
        Assert.NotEqual("None\n", said);
    }
}
