using System.Text;
using System.Text.RegularExpressions;

namespace Brasa.Contracts.Tool.Emit;

/// <summary>C# names for AWS's.</summary>
internal static partial class Names
{
    /// <summary>A property for a member: <c>message</c> is <c>Message</c>.</summary>
    public static string Property(string member, string owner)
    {
        var name = char.ToUpperInvariant(member[0]) + member[1..];
        return name == owner ? name + "Value" : name;
    }

    /// <summary>The field behind a property.</summary>
    public static string Field(string property) => $"_{char.ToLowerInvariant(property[0])}{property[1..]}";

    /// <summary>A static member for an enumeration's value: <c>python3.12</c> is <c>Python3_12</c>, <c>AWS_IAM</c> is <c>AwsIam</c>.</summary>
    public static string EnumMember(string value)
    {
        var name = new StringBuilder();
        foreach (Match word in Words().Matches(value))
        {
            if (name.Length > 0 && char.IsAsciiDigit(name[^1]) && char.IsAsciiDigit(word.Value[0]))
                name.Append('_');
            var isShouted = word.Length > 1 && word.Value.All(c => !char.IsAsciiLetterLower(c));
            var rest = isShouted ? word.Value[1..].ToLowerInvariant() : word.Value[1..];
            name.Append(char.ToUpperInvariant(word.Value[0])).Append(rest);
        }
        if (name.Length == 0 || char.IsAsciiDigit(name[0]))
            name.Insert(0, '_');
        return name.ToString() is "Value" or "Values" or "From" or "IsKnown" or "Equals" ? $"{name}_" : name.ToString();
    }

    /// <summary>A class for an error's shape.</summary>
    public static string Error(string shape) => shape.EndsWith("Exception", StringComparison.Ordinal) ? shape : shape + "Exception";

    /// <summary>A string literal.</summary>
    public static string Literal(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    [GeneratedRegex("[A-Za-z0-9]+")]
    private static partial Regex Words();
}
