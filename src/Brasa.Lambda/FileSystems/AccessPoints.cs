using Brasa.Contracts.Lambda;
using Brasa.Core.Identity;
using Brasa.Lambda.Functions;
using Brasa.Sandbox;
using FunctionVersion = Brasa.Lambda.Functions.FunctionVersion;

namespace Brasa.Lambda.FileSystems;

/// <summary>The access points that the operator has declared, each a directory of the host.</summary>
/// <param name="declared">The directories by ARN.</param>
internal sealed class AccessPoints(IReadOnlyDictionary<string, SharedDirectory> declared)
{
    /// <summary>What a request asks for.</summary>
    /// <param name="configs">The request's; the model allows one.</param>
    /// <param name="function">For which function.</param>
    /// <returns><c>null</c> for none.</returns>
    /// <exception cref="InvalidParameterValueException">There is no such access point for the function, or nothing can be mounted at the path.</exception>
    public FileSystem? Read(IReadOnlyList<FileSystemConfig>? configs, FunctionKey function)
    {
        if (configs is not [var config, ..]) return null;
        if (!SharedMount.IsTarget(config.LocalMountPath))
            throw FunctionSettings.Invalid($"Nothing can be mounted at {config.LocalMountPath}: the local mount path of a file system is {SharedMount.Parent}/ and a name.");
        if (!declared.ContainsKey(config.Arn))
            throw FunctionSettings.Invalid($"This server has no access point {config.Arn}. {HowToDeclare(config.Arn)}");
        if (Arn.TryParse(config.Arn) is not { } arn || (arn.Account, arn.Region) != (function.Account, function.Region))
            throw FunctionSettings.Invalid($"The access point {config.Arn} is not of the function's account and region: {function.Account}, {function.Region}.");
        return new FileSystem(config.Arn, config.LocalMountPath);
    }

    /// <summary>Checks that a function's file system can be mounted.</summary>
    /// <exception cref="EFSMountFailureException">It cannot.</exception>
    public void RequireMountable(FunctionVersion function)
    {
        if (function.FileSystem is not { } used) return;
        if (!declared.TryGetValue(used.AccessPointArn, out var directory))
            throw new EFSMountFailureException($"The function's file system is not there: this server has no access point {used.AccessPointArn} any more. {HowToDeclare(used.AccessPointArn)}");
        if (!directory.IsThere())
            throw new EFSMountFailureException($"The function's file system is not there: the directory of {used.AccessPointArn} is gone, or has another owner than when the server started. The server's operator puts it right, or starts the server anew.");
    }

    /// <summary>What a function's sandbox is given.</summary>
    /// <exception cref="SandboxException">The access point is no longer declared.</exception>
    public SharedMount? MountOf(FunctionVersion function) => function.FileSystem is not { } used ? null
        : declared.TryGetValue(used.AccessPointArn, out var directory) ? new SharedMount(directory, used.MountPath)
        : throw new SandboxException($"This server has no access point {used.AccessPointArn} any more. {HowToDeclare(used.AccessPointArn)}");

    private static string HowToDeclare(string arn) => $"The server's operator declares it by starting the server with --file-system {arn}=DIRECTORY.";
}
