using System.Security.Cryptography;
using System.Text;
using Brasa.Lambda.Functions;
using Brasa.Lambda.Runtimes;

namespace Brasa.Lambda.Environments;

/// <summary>What AWS's INIT_START line says: with which runtime an environment loads which function.</summary>
internal sealed record InitStart
{
    /// <summary>As <c>python:3.12.4</c>.</summary>
    public required string RuntimeVersion { get; init; }

    /// <summary>Brasa's own: another one for each version of each interpreter.</summary>
    public required string RuntimeVersionArn { get; init; }

    public required string FunctionName { get; init; }

    public required string FunctionVersion { get; init; }

    /// <summary>Whether nobody waits for it.</summary>
    public required bool IsProvisioned { get; init; }

    /// <summary>That of a function on an interpreter.</summary>
    public static InitStart Of(FunctionVersion function, Interpreter interpreter, bool isProvisioned)
    {
        var version = $"{interpreter.Runtime.Assets}:{interpreter.Version}";
        return new InitStart
        {
            RuntimeVersion = version,
            RuntimeVersionArn = $"arn:aws:lambda:{function.Region}::runtime:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(version)))}",
            FunctionName = function.Name,
            FunctionVersion = function.Version,
            IsProvisioned = isProvisioned,
        };
    }
}
