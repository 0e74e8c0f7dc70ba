using System.Collections.Immutable;

namespace Brasa.Contracts.Tests.Models;

/// <summary>One step into a request: to a member of a structure, an item of a list, or a key or value of a map.</summary>
/// <param name="Kind">What is stepped to.</param>
/// <param name="Shape">What is found there.</param>
/// <param name="Member">The member, where it is one.</param>
internal sealed record Step(StepKind Kind, Shape Shape, ShapeMember? Member = null);

/// <summary>What a step leads to.</summary>
internal enum StepKind
{
    /// <summary>A member of a structure.</summary>
    Member,

    /// <summary>Any item of a list.</summary>
    Item,

    /// <summary>Any key of a map.</summary>
    Key,

    /// <summary>Any value of a map.</summary>
    Value,
}

/// <summary>What a value must satisfy.</summary>
internal enum Rule
{
    /// <summary>That it is there.</summary>
    Required,

    /// <summary>The least length or number.</summary>
    Min,

    /// <summary>The greatest length or number.</summary>
    Max,

    /// <summary>The pattern.</summary>
    Pattern,

    /// <summary>The texts of the enumeration.</summary>
    Enum,
}

/// <summary>One constraint at one place of an operation's request.</summary>
internal sealed record Place(ImmutableArray<Step> Path, Rule Rule)
{
    public Step Last => Path[^1];

    /// <summary>Every constraint of an input, with those of the structures, lists and maps inside it.</summary>
    public static IEnumerable<Place> AllIn(Shape input) => AllIn(input, []);

    public override string ToString() => $"{Rule} at {string.Join('.', Path.Select(step => step.Member?.Name ?? step.Kind.ToString()))}";

    private static IEnumerable<Place> AllIn(Shape shape, ImmutableArray<Step> path)
    {
        var isRecursion = path.SkipLast(1).Any(step => step.Shape == shape);
        var here = RulesOf(shape).Select(rule => new Place(path, rule));
        return isRecursion ? here : here.Concat(StepsFrom(shape).SelectMany(step => AllBehind(step, path.Add(step))));
    }

    private static IEnumerable<Place> AllBehind(Step step, ImmutableArray<Step> path)
    {
        var inside = AllIn(step.Shape, path);
        return step.Member is { IsRequired: true } ? inside.Prepend(new Place(path, Rule.Required)) : inside;
    }

    private static IEnumerable<Step> StepsFrom(Shape shape) => shape.Type switch
    {
        "structure" => shape.Members.Select(member => new Step(StepKind.Member, member.Shape, member)),
        "list" => [new Step(StepKind.Item, shape.Item)],
        "map" => [new Step(StepKind.Key, shape.Key), new Step(StepKind.Value, shape.Value)],
        _ => [],
    };

    private static IEnumerable<Rule> RulesOf(Shape shape)
    {
        // No length is below zero, and no text breaks a pattern that takes anything.
        if (shape.Min > 0 || (shape.Min is not null && shape.IsNumber))
            yield return Rule.Min;
        if (shape.Max is not null)
            yield return Rule.Max;
        if (shape.Pattern is not null and not @"[\s\S]*")
            yield return Rule.Pattern;
        if (shape.Allowed is not null)
            yield return Rule.Enum;
    }
}
