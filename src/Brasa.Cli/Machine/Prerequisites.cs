namespace Brasa.Cli.Machine;

/// <summary>What a machine needs before functions can run on it.</summary>
internal static class Prerequisites
{
    private const string AptRemedy = "apt-get install ";

    /// <summary>The languages of the examples: what their runtimes' identifiers begin with, and the package that has some version.</summary>
    private static readonly (string Prefix, string Package)[] Languages = [("python", "python3"), ("nodejs", "nodejs")];

    /// <summary>The packages that are missing: what isolation and functions' network need, and an interpreter of each example's language.</summary>
    public static IReadOnlyList<string> MissingPackages(Inspection inspection, bool isIsolated) =>
    [
        .. inspection.Host.Problems.Concat(inspection.Host.EgressProblems)
            .Where(problem => isIsolated && problem.Remedy.StartsWith(AptRemedy, StringComparison.Ordinal))
            .Select(problem => problem.Remedy[AptRemedy.Length..]),
        .. Languages
            .Where(language => !inspection.Runtimes.Any(runtime => runtime.Identifier.StartsWith(language.Prefix, StringComparison.Ordinal)))
            .Select(language => language.Package),
    ];

    /// <summary>Why no function can run, and what to do about it; <c>null</c> where one can.</summary>
    public static string? Obstacle(Inspection inspection, bool isIsolated)
    {
        if (isIsolated && !inspection.Host.CanIsolate)
        {
            return "functions cannot be isolated on this machine:\n"
                + string.Concat(inspection.Host.Problems.Select(problem => $"  {problem.What}\n    mend it with: {problem.Remedy}\n"))
                + "To run functions that you trust without isolation, give --isolation none.";
        }

        return inspection.Runtimes.Count > 0 ? null : $"no interpreter was found. Install one:\n  {Apt.Command(Languages.Select(language => language.Package))}";
    }
}
