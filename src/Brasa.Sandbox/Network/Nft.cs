using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace Brasa.Sandbox.Network;

/// <summary>The program that reads and writes the kernel's packet filter.</summary>
internal sealed class Nft(string path)
{
    private const string Program = "nft", Package = "nftables";

    public static bool IsInstalled => HostTools.Find(Program) is not null;

    public static Nft Require() => new(HostTools.Require(Program, Package));

    /// <summary>Carries out a script, whole or not at all.</summary>
    public void Load(string script) => Run([path, "--file", "-"], script);

    /// <summary>The same in another network.</summary>
    public void Load(string script, NetworkNamespace network) =>
        Run([HostTools.Require("nsenter", "util-linux"), $"--net={network.Path}", path, "--file", "-"], script);

    /// <summary>Lists objects of one kind, as the <c>json</c> output of nft(8) describes them.</summary>
    public IReadOnlyList<JsonElement> List(string kinds, string kind)
    {
        using var output = JsonDocument.Parse(Run([path, "--json", "list", kinds], null));
        return [.. output.RootElement.GetProperty("nftables").EnumerateArray()
            .Where(entry => entry.TryGetProperty(kind, out _)).Select(entry => entry.GetProperty(kind).Clone())];
    }

    private static string Run(IReadOnlyList<string> command, string? input)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(command[0], command.Skip(1))
            {
                RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            },
        };
        try
        {
            process.Start();
            var errors = process.StandardError.ReadToEndAsync();
            using (process.StandardInput) process.StandardInput.Write(input);
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : throw new SandboxException($"nft: {errors.Result.Trim()}");
        }
        catch (Exception e) when (e is Win32Exception or IOException or JsonException)
        {
            throw new SandboxException($"nft: {e.Message}", e);
        }
    }
}
