using System.Text.Json.Nodes;

namespace Brasa.Bench.Scenarios;

/// <summary>Puts a command into a container as <c>crun spec</c> describes one by default, with the machine's own programs in it.</summary>
internal sealed class CrunContainer
{
    private readonly string path;

    private CrunContainer(string path) => this.path = path;

    /// <summary><c>null</c> where there is no crun, or no right to use it.</summary>
    public static CrunContainer? Find() => Environment.IsPrivilegedProcess
        ? Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(directory => Path.Combine(directory, "crun")).Where(File.Exists)
            .Select(found => new CrunContainer(found)).FirstOrDefault()
        : null;

    /// <summary>The command that runs <paramref name="inner"/> in a new container, with its bundle in <paramref name="bundle"/>.</summary>
    public async Task<Command> WrapAsync(Command inner, string bundle, CancellationToken ct, string? id = null)
    {
        await new Command([path, "spec"], bundle).RunAsync(ct);
        var file = Path.Combine(bundle, "config.json");
        var configuration = JsonNode.Parse(await File.ReadAllTextAsync(file, ct))!;
        configuration["root"]!["path"] = Directory.CreateDirectory(Path.Combine(bundle, "root")).FullName;
        configuration["process"]!["terminal"] = false;
        configuration["process"]!["args"] = new JsonArray([.. inner.Words.Select(word => JsonValue.Create(word))]);
        configuration["process"]!["cwd"] = inner.Directory;
        foreach (var shown in Shown(inner).Where(Directory.Exists)) configuration["mounts"]!.AsArray().Add(Bind(shown));
        await File.WriteAllTextAsync(file, configuration.ToJsonString(), ct);
        return new Command([path, "--cgroup-manager=disabled", "--root", Path.Combine(bundle, "state"), "run", id ?? $"bench-{Environment.ProcessId}"], bundle);
    }

    /// <summary>What the command needs to see: system libraries, the interpreter's installation and the handler.</summary>
    private static IEnumerable<string> Shown(Command inner) =>
        ["/usr", "/lib", "/lib64", Path.GetDirectoryName(Path.GetDirectoryName(inner.Words[0]))!, inner.Directory];

    private static JsonObject Bind(string directory) => new()
    {
        ["destination"] = directory,
        ["type"] = "bind",
        ["source"] = directory,
        ["options"] = new JsonArray("bind", "ro"),
    };
}
