using System.Globalization;
using Brasa.Sandbox.Native;

namespace Brasa.Sandbox.Images;

/// <summary>Shows a file as a block device. The device lets go of the file by itself once nobody has it open or mounted.</summary>
internal sealed unsafe class LoopDevice : IDisposable
{
    private const uint LOOP_CTL_GET_FREE = 0x4C82, LOOP_CONFIGURE = 0x4C0A;
    private const uint LO_FLAGS_AUTOCLEAR = 4, LO_FLAGS_DIRECT_IO = 16;
    private const int Attempts = 64; // another process may take the free device first

    // struct loop_config { u32 fd; u32 block_size; struct loop_info64 info; u64 reserved[8]; }
    private const int ConfigBytes = 304, FlagsOffset = 8 + 52;

    private readonly Descriptor device;

    private LoopDevice(Descriptor device, string path)
    {
        this.device = device;
        Path = path;
    }

    /// <summary>The device, to be mounted before this object is disposed.</summary>
    public string Path { get; }

    /// <summary>Attaches a file to a free device.</summary>
    public static LoopDevice Attach(string file)
    {
        using var backing = Open(file, LibC.O_RDWR);
        using var control = Open("/dev/loop-control", LibC.O_RDWR);
        var config = stackalloc byte[ConfigBytes];
        new Span<byte>(config, ConfigBytes).Clear();
        *(int*)config = backing.Number;
        *(uint*)(config + FlagsOffset) = LO_FLAGS_AUTOCLEAR | LO_FLAGS_DIRECT_IO; // direct: no second copy in the page cache

        for (var attempt = 1; ; attempt++)
        {
            // SAFETY: takes no argument.
            var number = NativeCall.Check(LibC.Ioctl(control, LOOP_CTL_GET_FREE, 0), "Finding a free loop device");
            var path = string.Create(CultureInfo.InvariantCulture, $"/dev/loop{number}");
            var device = Open(path, LibC.O_RDWR);
            // SAFETY: `config` is a struct loop_config.
            if (LibC.Ioctl(device, LOOP_CONFIGURE, (nint)config) == 0) return new LoopDevice(device, path);

            var error = NativeCall.LastError;
            device.Dispose();
            if (error != NativeCall.EBUSY || attempt == Attempts) throw NativeCall.Failure($"Attaching {path}", error);
        }
    }

    public void Dispose() => device.Dispose();

    private static Descriptor Open(string path, int flags) =>
        new(NativeCall.Check(LibC.Open(path, flags | LibC.O_CLOEXEC), $"Opening {path}"));
}
