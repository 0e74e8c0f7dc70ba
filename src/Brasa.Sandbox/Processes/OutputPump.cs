using System.Buffers;
using Brasa.Sandbox.Native;

namespace Brasa.Sandbox.Processes;

/// <summary>Carries what one process writes to its two pipes into its sink.</summary>
internal sealed class OutputPump : IDisposable
{
    private const int BufferBytes = 64 * 1024; // what a pipe holds by default

    private readonly Lock gate = new();
    private readonly ISandboxOutput sink;
    private readonly Stream[] streams;

    public OutputPump(Reactor reactor, Descriptor output, Descriptor error, ISandboxOutput sink)
    {
        this.sink = sink;
        streams = [new Stream(output, isError: false), new Stream(error, isError: true)];
        foreach (var stream in streams)
        {
            var watched = stream;
            lock (gate) watched.Watch = reactor.Watch(watched.Source, () => PumpOnce(watched));
        }
    }

    /// <summary>Hands over every byte written before the call. Costs two ioctls when there are none.</summary>
    public void Drain()
    {
        lock (gate)
        {
            foreach (var stream in streams) DrainPending(stream);
        }
    }

    /// <summary>The bytes that a drain would hand over now.</summary>
    public int CountPending()
    {
        lock (gate) return streams.Sum(CountPending);
    }

    public void Dispose()
    {
        lock (gate)
        {
            foreach (var stream in streams) stream.Close();
        }
    }

    /// <summary>One buffer per turn, so that a chatty process does not keep the reactor from the others.</summary>
    private void PumpOnce(Stream stream)
    {
        lock (gate)
        {
            if (stream.Source.IsClosed) return;
            if (!Copy(stream, BufferBytes, out _)) stream.Close();
        }
    }

    private static unsafe int CountPending(Stream stream)
    {
        if (stream.Source.IsClosed) return 0;
        var pending = 0;
        // SAFETY: FIONREAD writes an int.
        NativeCall.Check(LibC.Ioctl(stream.Source, LibC.FIONREAD, (nint)(&pending)), "FIONREAD");
        return pending;
    }

    private void DrainPending(Stream stream)
    {
        var pending = CountPending(stream);

        // The process can read its own pipe: what was there a moment ago may be gone.
        while (pending > 0 && Copy(stream, Math.Min(pending, BufferBytes), out var copied) && copied > 0) pending -= copied;
    }

    /// <summary>Copies what is there, up to a buffer; false at the end of the stream.</summary>
    private unsafe bool Copy(Stream stream, int most, out int copied)
    {
        copied = 0;
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            nint count;
            // SAFETY: the pinned buffer holds at least BufferBytes, and `most` is no more.
            fixed (byte* start = buffer) count = LibC.Read(stream.Source, start, most);
            if (count < 0) return NativeCall.LastError is NativeCall.EAGAIN or NativeCall.EINTR;
            if (count == 0) return false;

            copied = (int)count;
            sink.Write(buffer.AsSpan(0, copied), stream.IsError);
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private sealed class Stream(Descriptor source, bool isError)
    {
        public Descriptor Source => source;
        public bool IsError => isError;
        public IDisposable? Watch { get; set; }

        public void Close()
        {
            Watch?.Dispose();
            source.Dispose();
        }
    }
}
