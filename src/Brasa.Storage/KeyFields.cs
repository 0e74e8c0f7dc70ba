using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Brasa.Core.Storage;

namespace Brasa.Storage;

/// <summary>A key as the columns every SQL store keeps it in, and the checks that keep those columns unambiguous.</summary>
internal static class KeyFields
{
    public const int Count = 6;

    public static readonly IReadOnlyList<string> Columns = ["service", "kind", "account", "region", "name", "qualifier"];

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string[] Of(ResourceKey key) => [key.Service, key.Kind, key.Account, key.Region, key.Name, key.Qualifier];

    /// <summary>The bound fields of <paramref name="prefix"/>, without the free ones after them.</summary>
    /// <exception cref="ArgumentException">A field is bound after a free one, or cannot be stored.</exception>
    public static string[] Of(ResourcePrefix prefix)
    {
        string?[] all = [prefix.Service, prefix.Kind, prefix.Account, prefix.Region, prefix.Name];
        var bound = all.TakeWhile(field => field is not null).Select(field => field!).ToArray();
        if (all.Skip(bound.Length).Any(field => field is not null))
            throw new ArgumentException("A prefix binds leading fields only.", nameof(prefix));
        RequireStorable(bound, nameof(prefix));
        return bound;
    }

    /// <summary>Refuses what SQL text cannot hold or what would meet another key there.</summary>
    /// <exception cref="ArgumentException">A field holds U+0000 or half a surrogate pair.</exception>
    public static void RequireStorable(IEnumerable<string> fields, string argument)
    {
        foreach (var field in fields)
        {
            if (field.Contains('\0') || !IsUtf16(field))
                throw new ArgumentException("A key field may hold neither U+0000 nor half a surrogate pair.", argument);
        }
    }

    /// <summary>Where the page after <paramref name="last"/> begins, in a listing bound to its first <paramref name="bound"/> fields.</summary>
    public static string ToContinuation(int bound, ResourceKey last) =>
        Base64Url.EncodeToString(StrictUtf8.GetBytes(string.Join('\0', [bound.ToString(provider: null), .. Of(last)])));

    /// <summary>The fields of the last key of the page before.</summary>
    /// <exception cref="FormatException">The text was not given out for <paramref name="prefix"/>.</exception>
    public static string[] FromContinuation(string continuation, string[] prefix)
    {
        string text;
        try
        {
            text = StrictUtf8.GetString(Base64Url.DecodeFromChars(continuation));
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw NotGivenOut();
        }

        var parts = text.Split('\0');
        if (parts.Length != Count + 1 || parts[0] != prefix.Length.ToString(provider: null)
            || !parts.AsSpan(1, prefix.Length).SequenceEqual(prefix))
            throw NotGivenOut();
        return parts[1..];
    }

    private static FormatException NotGivenOut() => new("The continuation was not given out for this listing.");

    private static bool IsUtf16(string text)
    {
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var length) != OperationStatus.Done)
                return false;
            rest = rest[length..];
        }
        return true;
    }
}
