using System.Text.RegularExpressions;
using Brasa.Conformance.Tests.Support;
using Xunit.Sdk;

namespace Brasa.Security.Tests;

/// <summary>One attempt of the function in <c>attacks/</c>: a Python function of a file, which stands for a group.</summary>
public sealed partial class Attack : IXunitSerializable
{
    /// <summary>Where the files are.</summary>
    public static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "attacks");

    public Attack() : this("", "")
    {
    }

    private Attack(string group, string name) => (Group, Name) = (group, name);

    public string Group { get; private set; }

    public string Name { get; private set; }

    /// <summary>Every attempt there is against the server that tests run with: without root, nothing limits memory and processor.</summary>
    public static IReadOnlyList<Attack> All { get; } = [.. Find().Where(attack => !ServerProcess.IsRootless || attack.Group is not ("memory" or "processor"))];

    /// <summary>Those whose invocation fails as it should: for want of memory or time, or because of what was answered in its name.</summary>
    public bool MayFailTheInvocation => this switch
    {
        { Group: "memory" } => true,
        { Name: "answer_after_the_timeout" or "fork_bomb" or "fork_without_end" or "start_threads_without_end" or "spin_after_the_answer" } => true,
        { Name: "invoke_oneself_without_end" or "forge_the_error_s_type" or "send_a_body_that_is_too_large" or "send_a_body_that_never_ends" or "claim_an_absurd_length" } => true,
        _ => false,
    };

    public override string ToString() => $"{Group}: {Name.Replace('_', ' ')}";

    public void Serialize(IXunitSerializationInfo info)
    {
        info.AddValue(nameof(Group), Group);
        info.AddValue(nameof(Name), Name);
    }

    public void Deserialize(IXunitSerializationInfo info)
    {
        Group = info.GetValue<string>(nameof(Group))!;
        Name = info.GetValue<string>(nameof(Name))!;
    }

    private static IEnumerable<Attack> Find() => Directory.GetFiles(Folder, "*.py").Order(StringComparer.Ordinal)
        .SelectMany(file => Definition().Matches(File.ReadAllText(file)).Select(match => new Attack(Path.GetFileNameWithoutExtension(file), match.Groups[1].Value)));

    [GeneratedRegex(@"^def (\w+)\(world(?:, context)?\):", RegexOptions.Multiline)]
    private static partial Regex Definition();
}
