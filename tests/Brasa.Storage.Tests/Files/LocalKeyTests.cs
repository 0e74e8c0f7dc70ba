using Brasa.Storage.Files;

namespace Brasa.Storage.Tests.Files;

public sealed class LocalKeyTests : IDisposable
{
    private const string Owner = "arn:aws:lambda:us-east-1:123456789012:function:hello";

    private readonly TempDirectory directory = new();

    private string KeyFile => Path.Combine(directory.Path, "key");

    [Fact]
    public void What_is_sealed_opens_again_after_a_restart_and_is_sealed_anew_each_time()
    {
        var key = LocalKey.LoadOrCreate(KeyFile);
        var (first, second) = (key.Seal("sécret", Owner), key.Seal("sécret", Owner));
        var again = LocalKey.LoadOrCreate(KeyFile);

        Assert.Equal(["sécret", "sécret", ""], [again.Open(first, Owner), again.Open(second, Owner), again.Open(again.Seal("", Owner), Owner)]);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void The_key_is_readable_by_its_owner_only_and_is_not_taken_where_it_is_not()
    {
        LocalKey.LoadOrCreate(KeyFile);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));

        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Assert.Contains("can be read by others", Assert.Throws<IOException>(() => LocalKey.LoadOrCreate(KeyFile)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_changed_or_belongs_to_another_owner_or_key_does_not_open()
    {
        var key = LocalKey.LoadOrCreate(KeyFile);
        var other = LocalKey.LoadOrCreate(Path.Combine(directory.Path, "other"));
        var sealedText = key.Seal("secret", Owner);
        string[] wrong = [other.Seal("secret", Owner), key.Seal("secret", "another"), "", "AQ", "~", sealedText[..^1] + (sealedText[^1] == 'A' ? 'Q' : 'A'), sealedText[..^4]];

        Assert.All(wrong, text => Assert.Contains("restore the key", Assert.Throws<IOException>(() => key.Open(text, Owner)).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Many_threads_seal_and_open_at_once()
    {
        var key = LocalKey.LoadOrCreate(KeyFile);
        Parallel.For(0, 20_000, number => Assert.Equal($"{number}", key.Open(key.Seal($"{number}", Owner), Owner)));
    }

    [Fact]
    public void A_file_that_holds_no_key_is_not_written_over()
    {
        File.WriteAllText(KeyFile, "short");
        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Throws<IOException>(() => LocalKey.LoadOrCreate(KeyFile));
        Assert.Equal("short", File.ReadAllText(KeyFile));
    }

    public void Dispose() => directory.Dispose();
}
