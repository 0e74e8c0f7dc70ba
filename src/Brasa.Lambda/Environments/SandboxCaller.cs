using Brasa.Core.Identity;
using Brasa.Lambda.Functions;
using Brasa.Wire.Hosting;

namespace Brasa.Lambda.Environments;

/// <summary>Who calls through a sandbox's own AWS endpoint: its function, by its execution role.</summary>
internal sealed class SandboxCaller(FunctionVersion function) : ICallerFeature
{
    public Principal Principal { get; } = new FunctionPrincipal(function.Account, function.Role, function.Key.Arn);

    public string Region { get; } = function.Region;
}
