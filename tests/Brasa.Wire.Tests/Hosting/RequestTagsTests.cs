using Brasa.Wire.Hosting;
using Brasa.Wire.Schemas;
using Brasa.Wire.Validation;

namespace Brasa.Wire.Tests.Hosting;

public sealed class RequestTagsTests
{
    [Fact]
    public void A_map_of_tags_is_told_by_key_and_all_keys_together()
    {
        var conditions = Read(new Mapped { Tags = new Dictionary<string, string> { ["team"] = "blue", ["stage"] = "" } });

        Assert.Equal(["aws:RequestTag/stage", "aws:RequestTag/team", "aws:TagKeys"], conditions!.Keys.Order());
        Assert.Equal([""], conditions["aws:RequestTag/stage"]);
        Assert.Equal(["blue"], conditions["aws:RequestTag/team"]);
        Assert.Equal(["team", "stage"], conditions["aws:TagKeys"]);
    }

    [Fact]
    public void A_list_of_tags_is_told_as_a_map_is()
    {
        var conditions = Read(new Listed { Tags = [new Tag { Key = "team", Value = "blue" }, new Tag { Key = "stage" }] });

        Assert.Equal(["blue"], conditions!["aws:RequestTag/team"]);
        Assert.Equal([""], conditions["aws:RequestTag/stage"]);
        Assert.Equal(["team", "stage"], conditions["aws:TagKeys"]);
    }

    [Fact]
    public void Keys_that_are_taken_away_are_told()
    {
        var conditions = Read(new Listed { TagKeys = ["team", "stage"] });

        Assert.Equal(["team", "stage"], Assert.Single(conditions!).Value);
    }

    [Fact]
    public void Without_tags_what_is_known_beside_stays_as_it_is()
    {
        Assert.Null(Read(new Mapped()));
        Assert.Null(Read(new Listed { Tags = [], TagKeys = [] }));

        var beside = new Dictionary<string, string[]> { ["iam:PolicyARN"] = ["p"] };
        Assert.Same(beside, new RequestTags(Tag.WireSchema).AddTo(beside, new Tag { Key = "team" }));
        Assert.Equal(["p"], beside["iam:PolicyARN"]);
    }

    private static Dictionary<string, string[]>? Read(Mapped request) => new RequestTags(Mapped.WireSchema).AddTo(null, request);

    private static Dictionary<string, string[]>? Read(Listed request) => new RequestTags(Listed.WireSchema).AddTo(null, request);

    private sealed class Mapped
    {
        public static readonly StructureSchema<Mapped> WireSchema = new("Mapped", static () => new(), static () =>
        [
            new ReferenceMember<Mapped, IReadOnlyDictionary<string, string>>("tags", new MapSchema<string>(Constraints.None, new StringSchema()), x => x.Tags, null),
        ]);

        public IReadOnlyDictionary<string, string>? Tags { get; init; }
    }

    private sealed class Listed
    {
        public static readonly StructureSchema<Listed> WireSchema = new("Listed", static () => new(), static () =>
        [
            new ReferenceMember<Listed, IReadOnlyList<Tag>>("Tags", new ListSchema<Tag>(Tag.WireSchema), x => x.Tags, null),
            new ReferenceMember<Listed, IReadOnlyList<string>>("TagKeys", new ListSchema<string>(new StringSchema()), x => x.TagKeys, null),
        ]);

        public IReadOnlyList<Tag>? Tags { get; init; }

        public IReadOnlyList<string>? TagKeys { get; init; }
    }

    private sealed class Tag
    {
        public static readonly StructureSchema<Tag> WireSchema = new("Tag", static () => new(), static () =>
        [
            new ReferenceMember<Tag, string>("Key", new StringSchema(), x => x.Key, null),
            new ReferenceMember<Tag, string>("Value", new StringSchema(), x => x.Value, null),
        ]);

        public string? Key { get; init; }

        public string? Value { get; init; }
    }
}
