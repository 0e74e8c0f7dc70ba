using System.CommandLine;
using System.Globalization;
using Brasa.Cli.Aws;

namespace Brasa.Cli.Commands;

/// <summary><c>brasa credentials</c>: the keys that a user, or the account's root user, signs requests with.</summary>
internal sealed class CredentialsCommand(Screen screen)
{
    private readonly Option<string?> user = new("--user") { Description = "Whose keys; where it is not given, those of whom the command is signed by.", Recursive = true };
    private readonly ClientOptions client = new();

    public static Command Create(Screen screen) => new CredentialsCommand(screen).Create();

    private Command Create() => client.AddTo(new Command("credentials", "Lists, makes and changes the keys that requests are signed with.")
    {
        user,
        Command("list", "Lists the keys, without their secrets.", ListAsync),
        Command("add", "Makes a key, and prints its secret this once.", async (iam, ct) => Show(await iam.CreateAsync(ct))),
        CommandFor("disable", "Lets a key be used no more, until it is enabled.", (iam, id, ct) => SetStatusAsync(iam, id, false, ct)),
        CommandFor("enable", "Lets a key be used again.", (iam, id, ct) => SetStatusAsync(iam, id, true, ct)),
        CommandFor("remove", "Removes a key for good.", RemoveAsync),
        CommandFor("rotate", "Makes a key in place of another, which is disabled.", RotateAsync),
    });

    private Command Command(string name, string description, Func<IamClient, CancellationToken, Task> run)
    {
        var command = new Command(name, description);
        command.SetAction((result, ct) => RunAsync(result, iam => run(iam, ct)));
        return command;
    }

    private Command CommandFor(string name, string description, Func<IamClient, string, CancellationToken, Task> run)
    {
        var id = new Argument<string>("ID") { Description = "The id of the key." };
        var command = new Command(name, description) { id };
        command.SetAction((result, ct) => RunAsync(result, iam => run(iam, result.GetValue(id)!, ct)));
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, Func<IamClient, Task> run)
    {
        using var aws = client.Connect(result);
        await run(new IamClient(aws, result.GetValue(user)));
        return 0;
    }

    private async Task ListAsync(IamClient iam, CancellationToken ct) => screen.Table(["Key", "User", "Status", "Made"], (await iam.ListAsync(ct)).Select(key => (string[])
        [key.Id, key.User, key.Status, key.Created.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)]));

    private async Task SetStatusAsync(IamClient iam, string id, bool isActive, CancellationToken ct)
    {
        await iam.SetStatusAsync(id, isActive, ct);
        screen.Done($"{id} is {(isActive ? "enabled" : "disabled")}.");
    }

    private async Task RemoveAsync(IamClient iam, string id, CancellationToken ct)
    {
        await iam.DeleteAsync(id, ct);
        screen.Done($"{id} is removed.");
    }

    /// <summary>The new key is shown before the old one is disabled: that may be the one that this very command is signed with.</summary>
    private async Task RotateAsync(IamClient iam, string id, CancellationToken ct)
    {
        if (!(await iam.ListAsync(ct)).Any(key => key.Id == id)) throw new CliException($"there is no key {id} to make another for; `brasa credentials list` shows them.");
        Show(await iam.CreateAsync(ct));
        await SetStatusAsync(iam, id, false, ct);
        screen.Note($"Once nothing uses {id} any more: brasa credentials remove {id}");
    }

    private void Show(NewKey key)
    {
        screen.Done($"A key of {key.User}; its secret is shown this once:");
        screen.Verbatim($"AWS_ACCESS_KEY_ID={key.Id}\nAWS_SECRET_ACCESS_KEY={key.Secret}");
    }
}
