using System.Runtime.InteropServices;
using Brasa.Sandbox.Native;

namespace Brasa.Sandbox.Processes;

/// <summary>What to start, and what becomes its standard streams.</summary>
internal sealed record SpawnRequest(IReadOnlyList<string> Command, IEnumerable<string> Environment)
{
    public Descriptor? Input { get; init; }
    public required Descriptor Output { get; init; }
    public required Descriptor Error { get; init; }
    public string? WorkingDirectory { get; init; }
}

/// <summary>
/// Starts a process in a session of its own, with default signal handling and no descriptor but its standard streams. It costs one vfork,
/// and unlike <see cref="System.Diagnostics.Process"/> no thread per pipe and no lock across starts.
/// </summary>
internal static unsafe class Spawner
{
    private const int StructureBytes = 512; // posix_spawnattr_t has 336 bytes, posix_spawn_file_actions_t 80
    private const int SignalSetBytes = 128;

    /// <summary>Starts it and returns its pid, a child of this process.</summary>
    public static int Start(SpawnRequest request)
    {
        var actions = stackalloc byte[StructureBytes];
        var attributes = stackalloc byte[StructureBytes];
        using var arguments = new CStrings(request.Command);
        using var environment = new CStrings(request.Environment);

        // SAFETY: both structures outlive the spawn call and are destroyed below; the descriptors are kept alive by `request`.
        Check(LibC.SpawnActionsInit(actions));
        Check(LibC.SpawnAttributesInit(attributes));
        try
        {
            AddStreams(actions, request);
            AddSignals(attributes);
            var error = LibC.Spawn(out var pid, request.Command[0], actions, attributes, arguments.Pointers, environment.Pointers);
            GC.KeepAlive(request);
            return error == 0 ? pid : throw NativeCall.Failure($"Cannot start {request.Command[0]}", error);
        }
        finally
        {
            _ = LibC.SpawnActionsDestroy(actions);
            _ = LibC.SpawnAttributesDestroy(attributes);
        }
    }

    private static void AddStreams(byte* actions, SpawnRequest request)
    {
        Check(request.Input is { } input
            ? LibC.SpawnActionsDup2(actions, input.Number, 0)
            : LibC.SpawnActionsOpen(actions, 0, "/dev/null", LibC.O_RDONLY, 0));
        Check(LibC.SpawnActionsDup2(actions, request.Output.Number, 1));
        Check(LibC.SpawnActionsDup2(actions, request.Error.Number, 2));
        if (request.WorkingDirectory is { } directory) Check(LibC.SpawnActionsChangeDirectory(actions, directory));
    }

    /// <summary>.NET ignores SIGPIPE, and exec would hand that on; a new session keeps a terminal's Ctrl+C from the child.</summary>
    private static void AddSignals(byte* attributes)
    {
        var none = stackalloc byte[SignalSetBytes];
        var all = stackalloc byte[SignalSetBytes];
        new Span<byte>(none, SignalSetBytes).Clear();
        new Span<byte>(all, SignalSetBytes).Fill(0xFF);
        Check(LibC.SpawnAttributesDefaultSignals(attributes, all));
        Check(LibC.SpawnAttributesMask(attributes, none));
        Check(LibC.SpawnAttributesFlags(
            attributes, LibC.POSIX_SPAWN_SETSIGDEF | LibC.POSIX_SPAWN_SETSIGMASK | LibC.POSIX_SPAWN_SETSID));
    }

    private static void Check(int error)
    {
        if (error != 0) throw NativeCall.Failure("Cannot prepare a process", error);
    }

    /// <summary>A null-terminated array of C strings.</summary>
    private sealed class CStrings : IDisposable
    {
        private readonly int count;

        public CStrings(IEnumerable<string> values)
        {
            var list = values as IReadOnlyList<string> ?? [.. values];
            count = list.Count;
            // SAFETY: room for every pointer and the null that ends the array; freed with the strings in Dispose.
            Pointers = (byte**)NativeMemory.AllocZeroed((nuint)count + 1, (nuint)sizeof(byte*));
            for (var i = 0; i < count; i++) Pointers[i] = (byte*)Marshal.StringToCoTaskMemUTF8(list[i]);
        }

        public byte** Pointers { get; }

        public void Dispose()
        {
            for (var i = 0; i < count; i++) Marshal.FreeCoTaskMem((nint)Pointers[i]);
            NativeMemory.Free(Pointers);
        }
    }
}
