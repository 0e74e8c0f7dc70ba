using Brasa.Sandbox.Native;

namespace Brasa.Sandbox.Processes;

/// <summary>A pipe whose two ends close at exec; the end this process keeps does not block.</summary>
internal sealed record Pipe(Descriptor ReadEnd, Descriptor WriteEnd) : IDisposable
{
    private const int F_SETFL = 4;

    private bool readEndTaken;

    /// <summary>A pipe that a child writes and this process reads.</summary>
    public static Pipe ForReading()
    {
        var pipe = Create();
        // SAFETY: O_NONBLOCK by value. It is set on our end only: the child's writes block as a program expects.
        NativeCall.Check(LibC.Fcntl(pipe.ReadEnd, F_SETFL, LibC.O_NONBLOCK), "fcntl");
        return pipe;
    }

    /// <summary>A pipe that this process writes and a child reads.</summary>
    public static unsafe Pipe Create()
    {
        var ends = stackalloc int[2];
        // SAFETY: `ends` has room for two numbers.
        NativeCall.Check(LibC.Pipe2(ends, LibC.O_CLOEXEC), "pipe2");
        return new Pipe(new Descriptor(ends[0]), new Descriptor(ends[1]));
    }

    /// <summary>Gives the pipe to who uses it: by name, as <c>/dev/stdout</c>, only its owner opens it.</summary>
    public void GiveTo(uint user, uint group) => NativeCall.Check(LibC.Chown(WriteEnd, user, group), "fchown of a pipe");

    /// <summary>Hands the read end to a new owner; disposing the pipe then closes the other end only.</summary>
    public Descriptor TakeReadEnd()
    {
        readEndTaken = true;
        return ReadEnd;
    }

    public void Dispose()
    {
        if (!readEndTaken) ReadEnd.Dispose();
        WriteEnd.Dispose();
    }
}
