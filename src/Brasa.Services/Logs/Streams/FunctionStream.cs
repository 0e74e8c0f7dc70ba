using Brasa.Core.Logs;
using Brasa.Services.Logs.Groups;

namespace Brasa.Services.Logs.Streams;

/// <summary>A function's stream, whose group is there whenever something is written to it, also where it was deleted meanwhile.</summary>
internal sealed class FunctionStream(ILogStream stream, LogGroupKey group, LogGroups groups) : ILogStream
{
    public void Append(DateTimeOffset time, ReadOnlySpan<byte> message, LogSource source)
    {
        groups.Ensure(group);
        stream.Append(time, message, source);
    }

    public void Dispose() => stream.Dispose();
}
