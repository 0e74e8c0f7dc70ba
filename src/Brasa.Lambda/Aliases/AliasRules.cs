using Brasa.Contracts.Lambda;
using Brasa.Lambda.Functions;
using FunctionVersion = Brasa.Lambda.Functions.FunctionVersion;

namespace Brasa.Lambda.Aliases;

/// <summary>What aliases may point to, and how AWS's API describes them.</summary>
internal static class AliasRules
{
    /// <summary>The second version that a routing configuration names; <c>null</c> where it names none.</summary>
    /// <exception cref="InvalidParameterValueException">It is none that an alias of <paramref name="version"/> can have.</exception>
    /// <exception cref="ResourceNotFoundException">There is no such version.</exception>
    public static AliasRoute? ReadSecond(Function function, string version, AliasRoutingConfiguration? routing)
    {
        if (routing?.AdditionalVersionWeights is not { Count: > 0 } weights) return null;
        if (weights.Count > 1) throw FunctionSettings.Invalid("Number of items in AdditionalVersionWeights cannot be greater than 1");

        var (second, weight) = weights.First();
        if (version == FunctionVersion.Latest || second == FunctionVersion.Latest)
            throw FunctionSettings.Invalid("$LATEST is not supported for an alias pointing to more than 1 version");
        if (second == version) throw FunctionSettings.Invalid($"Invalid function version {second}. Function version {second} is already included in routing configuration.");
        RequireVersion(function, second);
        return new AliasRoute(second, weight);
    }

    /// <exception cref="ResourceNotFoundException">The function has no such version.</exception>
    public static void RequireVersion(Function function, string version)
    {
        if (function.FindVersion(version) is null) throw FunctionStore.NotFound(function.Key.QualifiedArn(version));
    }

    /// <exception cref="ResourceNotFoundException">The function has no such alias.</exception>
    public static Alias Get(Function function, string name) =>
        function.Aliases.GetValueOrDefault(name) ?? throw new ResourceNotFoundException($"Cannot find alias arn: {function.Key.QualifiedArn(name)}");

    public static AliasConfiguration ToConfiguration(this Alias alias, FunctionKey function) => new()
    {
        AliasArn = function.QualifiedArn(alias.Name),
        Name = alias.Name,
        FunctionVersion = alias.Version,
        Description = alias.Description,
        RoutingConfig = Describe(alias.Second),
        RevisionId = alias.RevisionId,
    };

    public static AliasRoutingConfiguration? Describe(AliasRoute? second) =>
        second is null ? null : new AliasRoutingConfiguration { AdditionalVersionWeights = new Dictionary<string, double> { [second.Version] = second.Weight } };
}
