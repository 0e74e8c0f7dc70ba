namespace Brasa.Sandbox.Images;

/// <summary>Makes the file systems that sandboxes have at <c>/tmp</c>.</summary>
internal interface ITmpSource
{
    /// <summary>Does what can be done before the first of a size is asked for.</summary>
    void Prepare(long bytes);

    /// <summary>Mounts a new, empty one at a directory, its root writable by everybody; what it uses is freed with the mount.</summary>
    void Mount(long bytes, string target);
}
