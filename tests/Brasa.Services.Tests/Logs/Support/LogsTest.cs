using Brasa.Core.Errors;

namespace Brasa.Services.Tests.Logs.Support;

/// <summary>A test with logs of its own.</summary>
public abstract class LogsTest : IAsyncDisposable
{
    private protected RunningLogs Logs { get; } = new();

    private protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    private protected static long Now => RunningLogs.NowMs;

    public virtual ValueTask DisposeAsync() => Logs.DisposeAsync();

    /// <summary>Checks that an operation is refused with an error whose message begins so.</summary>
    private protected static async Task IsRefusedAsync<T>(string message, Func<Task> operation)
        where T : AwsException => Assert.StartsWith(message, (await Assert.ThrowsAsync<T>(operation)).Message, StringComparison.Ordinal);
}
