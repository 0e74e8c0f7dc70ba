using System.Runtime.InteropServices;

namespace Brasa.Sandbox.Native;

/// <summary>Turns what the C library answers into values and exceptions.</summary>
internal static class NativeCall
{
    public const int EINTR = 4, EAGAIN = 11, EBUSY = 16, ESRCH = 3, ECHILD = 10, ENXIO = 6, ENODEV = 19, EEXIST = 17, ELOOP = 40;

    public static int LastError => Marshal.GetLastPInvokeError();

    /// <summary>Passes a result on, or throws with the errno of the call just made.</summary>
    public static int Check(int result, string what) => result >= 0 ? result : throw Failure(what, LastError);

    /// <summary>The exception for a call that failed with that errno.</summary>
    public static SandboxException Failure(string what, int errno) => new($"{what}: {Marshal.GetPInvokeErrorMessage(errno)}");
}
