namespace Brasa.Sandbox.Native;

/// <summary>What a file is, and whose.</summary>
internal readonly record struct FileStatus(bool IsDirectory, uint UserId, uint GroupId);
