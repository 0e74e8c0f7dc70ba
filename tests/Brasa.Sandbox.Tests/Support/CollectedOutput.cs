using System.Text;

namespace Brasa.Sandbox.Tests.Support;

/// <summary>Keeps what a sandbox writes, and lets a test wait for a word.</summary>
public sealed class CollectedOutput : ISandboxOutput
{
    private readonly Lock gate = new();
    private readonly StringBuilder output = new();
    private readonly StringBuilder error = new();
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Output
    {
        get
        {
            lock (gate) return output.ToString();
        }
    }

    public string Error
    {
        get
        {
            lock (gate) return error.ToString();
        }
    }

    public void Write(ReadOnlySpan<byte> bytes, bool isError)
    {
        lock (gate)
        {
            (isError ? error : output).Append(Encoding.UTF8.GetString(bytes));
            changed.TrySetResult();
            changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Completes when stdout holds the text.</summary>
    public async Task WaitForAsync(string text)
    {
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (output.ToString().Contains(text, StringComparison.Ordinal)) return;
                next = changed.Task;
            }

            await next.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        }
    }
}
