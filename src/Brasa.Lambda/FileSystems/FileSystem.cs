namespace Brasa.Lambda.FileSystems;

/// <summary>The file system of a function.</summary>
/// <param name="AccessPointArn">What it is called by.</param>
/// <param name="MountPath">Where the function sees it.</param>
internal sealed record FileSystem(string AccessPointArn, string MountPath);
