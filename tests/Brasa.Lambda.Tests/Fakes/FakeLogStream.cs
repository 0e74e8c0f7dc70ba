using System.Text;
using Brasa.Core.Logs;

namespace Brasa.Lambda.Tests.Fakes;

/// <summary>Keeps what is logged.</summary>
internal sealed class FakeLogStream : ILogStream
{
    public List<string> Lines { get; } = [];

    public void Append(DateTimeOffset time, ReadOnlySpan<byte> message, LogSource source) => Lines.Add(Encoding.UTF8.GetString(message));

    public void Dispose()
    {
    }
}
