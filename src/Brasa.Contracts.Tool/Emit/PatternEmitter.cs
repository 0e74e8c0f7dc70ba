using System.Text;
using Brasa.Contracts.Tool.Models;

namespace Brasa.Contracts.Tool.Emit;

/// <summary>The compiled patterns. Matching is bounded: by an engine that never backtracks where one may explode, by time in any case.</summary>
internal static class PatternEmitter
{
    private const int MatchTimeoutMilliseconds = 100;

    public static void Emit(Model model, StringBuilder output)
    {
        output.AppendLine("/// <summary>Patterns of the model's strings, each matching the whole text.</summary>");
        output.AppendLine($"internal static partial class {model.Name}Patterns").AppendLine("{");
        foreach (var shape in model.Reachable.Where(shape => shape.Pattern is not null))
        {
            var pattern = Names.Literal(PatternTranslator.Translate(shape.Pattern!));
            output.AppendLine($"    [GeneratedRegex({pattern}, {Options(shape.Pattern!)}, {MatchTimeoutMilliseconds})]");
            output.AppendLine($"    public static partial Regex {shape.Name} {{ get; }}");
        }
        output.AppendLine("}");
    }

    private static string Options(string pattern)
    {
        var isLinear = !PatternTranslator.NeedsBacktracking(pattern) && PatternTranslator.HasNestedRepetition(pattern);
        return isLinear ? "RegexOptions.CultureInvariant | RegexOptions.NonBacktracking" : "RegexOptions.CultureInvariant";
    }
}
