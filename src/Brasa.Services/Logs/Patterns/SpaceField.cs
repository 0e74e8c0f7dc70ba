namespace Brasa.Services.Logs.Patterns;

/// <summary>A field of a message by its place.</summary>
/// <param name="Name">Its name, or empty.</param>
/// <param name="Condition">What is asked of it, if anything.</param>
internal sealed record SpaceField(string Name, Condition<FieldValue>? Condition);
