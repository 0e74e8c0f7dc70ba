namespace Brasa.Services.Logs.Patterns;

/// <summary>What is asked of a message or of a field of it.</summary>
internal delegate bool Condition<in T>(T subject) where T : allows ref struct;
