using Brasa.Wire.Validation;

namespace Brasa.Wire.Schemas;

/// <summary>A list. Nulls among its items are dropped, as the models here have no sparse lists.</summary>
public sealed class ListSchema<T>(ValueSchema<T> item) : ValueSchema<IReadOnlyList<T>>, IListSchema
{
    /// <summary>The schema of its items.</summary>
    public ValueSchema<T> Item { get; } = item;

    /// <summary>How it stands in forms and in XML.</summary>
    public ListNames Names { get; init; } = ListNames.Usual;

    IStructureSchema? IListSchema.Items => Item as IStructureSchema;

    /// <inheritdoc />
    public override IReadOnlyList<T> Read<TReader>(ref TReader reader)
    {
        var items = new List<T>();
        reader.BeginList(Names);
        while (reader.NextItem())
        {
            if (!reader.TryReadNull())
                items.Add(Item.Read(ref reader));
        }
        return items;
    }

    /// <inheritdoc />
    public override void Write(IShapeWriter writer, IReadOnlyList<T> value)
    {
        writer.BeginList(Names);
        foreach (var item in value)
            Item.Write(writer, item);
        writer.EndList();
    }

    internal override bool IsSensitive => Constraints.IsSensitive || Item.IsSensitive;

    internal override bool IsValid(IReadOnlyList<T> value) => Constraints.AllowsLength(value.Count);

    internal override IEnumerable<string> Broken(IReadOnlyList<T> value) => Constraints.BrokenByLength(value.Count);

    internal override void ValidateInside(Validator validator, IReadOnlyList<T> value) => validator.CheckItems(this, value);

    internal override string Show(IReadOnlyList<T> value) => $"[{string.Join(", ", value.Select(Item.Show))}]";
}
