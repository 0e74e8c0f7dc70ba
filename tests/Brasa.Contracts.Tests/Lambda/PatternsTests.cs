using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using Brasa.Contracts.Lambda;
using Brasa.Contracts.Tests.Models;
using Brasa.Contracts.Tests.Patterns;
using Brasa.Contracts.Tests.Samples;

namespace Brasa.Contracts.Tests.Lambda;

public sealed class PatternsTests
{
    private const int HostileLength = 20_000;

    private const int Rounds = 100;

    private const int LongestSample = 200;

    public static TheoryData<string> Names => [.. Properties().Select(property => property.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_pattern_ends_on_hostile_input(string name)
    {
        var regex = Get(name);
        foreach (var seed in new[] { "a", "-", "a.", "a-", "0", "/", ":", "arn:aws:", " ", "aws-", "$", "\n", "é" })
        {
            var watch = Stopwatch.StartNew();
            try
            {
                regex.IsMatch(string.Concat(Enumerable.Repeat(seed, HostileLength / seed.Length)) + "!\0");
            }
            catch (RegexMatchTimeoutException)
            {
                // The bound held, which is what is asked of it.
            }
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{name} on repeated '{seed}': {watch.Elapsed}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_pattern_matches_what_it_matches_in_java(string name)
    {
        var shape = LambdaModel.Shape(name);
        var pattern = JavaPattern.Of(shape.Pattern!);
        var max = (int)Math.Max(shape.Min ?? 0, LongestSample);
        foreach (var seed in Seeds.For(name).Take(Rounds))
        {
            var random = new Random(seed);
            var (text, near) = (pattern.Sample(random, (int)(shape.Min ?? 0), max), pattern.Near(random, max));

            Assert.True(Get(name).IsMatch(text), $"Seed {seed}: {Regex.Escape(text)} should match {shape.Pattern}");
            Assert.True(Get(name).IsMatch(near) == pattern.Matches(near), $"Seed {seed}: {Regex.Escape(near)} and {shape.Pattern}");
        }
    }

    [Theory]
    [InlineData("FunctionName", "hello", true)]
    [InlineData("FunctionName", "hello\n", false)]
    [InlineData("FunctionName", "123456789012:function:hello:live", true)]
    [InlineData("FunctionName", "he llo", false)]
    [InlineData("FunctionUrlQualifier", "live", true)]
    [InlineData("FunctionUrlQualifier", "12", false)]
    [InlineData("S3Bucket", "my-bucket", true)]
    [InlineData("S3Bucket", "my-bucket.", false)]
    [InlineData("RoleArn", "arn:aws:iam::123456789012:role/r", true)]
    [InlineData("RoleArn", "arn:aws:iam::١٢٣٤٥٦٧٨٩٠١٢:role/r", false)]
    [InlineData("Handler", "index.handler", true)]
    [InlineData("Handler", "index handler", false)]
    [InlineData("KMSKeyArn", "", true)]
    [InlineData("Header", "a b", true)]
    [InlineData("Header", "a\rb", false)]
    [InlineData("Queue", "any\nthing\u2003", true)]
    public void Patterns_match_whole_texts_as_java_does(string name, string text, bool isMatch) => Assert.Equal(isMatch, Get(name).IsMatch(text));

    private static Regex Get(string name) => (Regex)Properties().Single(property => property.Name == name).GetValue(null)!;

    private static IEnumerable<PropertyInfo> Properties() =>
        typeof(LambdaPatterns).GetProperties(BindingFlags.Public | BindingFlags.Static).Where(property => property.PropertyType == typeof(Regex));
}
