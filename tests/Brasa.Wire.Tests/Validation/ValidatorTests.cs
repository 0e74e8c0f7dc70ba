using Brasa.Core.Errors;
using Brasa.Wire.Tests.Samples;
using Brasa.Wire.Validation;

namespace Brasa.Wire.Tests.Validation;

public sealed class ValidatorTests
{
    [Fact]
    public void A_valid_request_passes() => Validator.Check(PutThingRequest.WireSchema, Valid());

    [Fact]
    public void A_missing_required_member_is_null() =>
        Fails(Valid() with { ThingName = null }, "Value null at 'thingName' failed to satisfy constraint: Member must not be null");

    [Fact]
    public void An_integer_is_kept_in_its_range()
    {
        Fails(Valid() with { Count = 0 }, "Value '0' at 'count' failed to satisfy constraint: Member must have value greater than or equal to 1");
        Fails(Valid() with { Count = 11 }, "Value '11' at 'count' failed to satisfy constraint: Member must have value less than or equal to 10");
    }

    [Fact]
    public void A_number_is_shown_as_java_shows_it() =>
        Fails(Valid() with { Ratio = 2 }, "Value '2.0' at 'ratio' failed to satisfy constraint: Member must have value less than or equal to 1.0");

    [Theory]
    [InlineData("ABC")]
    [InlineData("abc\n")]
    [InlineData("1abc")]
    public void A_pattern_matches_the_whole_text(string note) =>
        Fails(Valid() with { Note = note }, $"Value '{note}' at 'note' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-z]+");

    [Fact]
    public void A_text_too_long_is_told_of_its_pattern_only_where_it_breaks_it()
    {
        Fails(Valid() with { Note = "abcdefg" }, "Value 'abcdefg' at 'note' failed to satisfy constraint: Member must have length less than or equal to 5");
        Fails(
            Valid() with { Note = "ABCDEFG" },
            "Value 'ABCDEFG' at 'note' failed to satisfy constraint: Member must have length less than or equal to 5",
            "Value 'ABCDEFG' at 'note' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-z]+");
    }

    [Fact]
    public void An_unknown_enum_value_names_the_set() =>
        Fails(Valid() with { Mode = new Mode("Odd") }, "Value 'Odd' at 'mode' failed to satisfy constraint: Member must satisfy enum value set: [Fast, Slow]");

    [Fact]
    public void A_sensitive_value_is_not_shown() =>
        Fails(Valid() with { Secret = "abc" }, "Value at 'secret' failed to satisfy constraint: Member must have length greater than or equal to 6");

    [Fact]
    public void An_item_that_breaks_one_constraint_is_told_all_of_them() => Fails(
        Valid() with { TagKeys = ["ok", "toolong"] },
        "Value '[ok, toolong]' at 'tagKeys' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than "
            + "or equal to 4, Member must have length greater than or equal to 1, Member must not be null]");

    [Fact]
    public void An_unknown_enum_value_in_a_list_names_the_set() => Fails(
        Valid() with { Modes = [new Mode("Odd")] },
        "Value '[Odd]' at 'modes' failed to satisfy constraint: Member must satisfy constraint: "
            + "[Member must satisfy enum value set: [Fast, Slow], Member must not be null]");

    [Fact]
    public void Keys_and_values_of_a_map_are_told_all_their_constraints() => Fails(
        Valid() with { Labels = new Dictionary<string, string> { ["long key"] = "long value" } },
        "Value '{long key=long value}' at 'labels' failed to satisfy constraint: Map keys must satisfy constraint: "
            + "[Member must have length less than or equal to 3, Member must not be null]",
        "Value '{long key=long value}' at 'labels' failed to satisfy constraint: Map value must satisfy constraint: "
            + "[Member must have length less than or equal to 3, Member must not be null]");

    [Fact]
    public void Nested_members_are_named_by_their_path()
    {
        Fails(Valid() with { Main = new Part { Id = 1, Inner = new Part() } }, "Value null at 'main.inner.id' failed to satisfy constraint: Member must not be null");
        Fails(Valid() with { Parts = [new Part { Id = 1 }, new Part()] }, "Value null at 'parts.2.member.id' failed to satisfy constraint: Member must not be null");
    }

    private static PutThingRequest Valid() => new() { ThingName = "a", Count = 1, Note = "abc", Mode = new Mode("Fast"), Secret = "123456", Ratio = 1 };

    private static void Fails(PutThingRequest request, params string[] failures)
    {
        var error = Assert.Throws<AwsException>(() => Validator.Check(PutThingRequest.WireSchema, request));

        var count = failures.Length == 1 ? "1 validation error" : $"{failures.Length} validation errors";
        Assert.Equal(("ValidationException", 400, $"{count} detected: {string.Join("; ", failures)}"), (error.Code, error.Status, error.Message));
    }
}
