using System.Text.Json;

namespace Brasa.Server;

/// <summary>A JSON file that an option names.</summary>
internal static class JsonFile
{
    /// <summary>Reads it.</summary>
    /// <param name="option">The option, as <c>--networks</c>.</param>
    /// <param name="path">The file.</param>
    /// <param name="read">Reads what is in it.</param>
    /// <exception cref="InvalidDataException">It is not there, or not as it has to be; the message names file and element.</exception>
    public static T Read<T>(string option, string path, Func<JsonPlace, T> read)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            return read(new JsonPlace(json.RootElement, ""));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{option} {path} cannot be read: {unreadable.Message}", unreadable);
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException($"{option} {path} is no JSON: {broken.Message}", broken);
        }
        catch (JsonPlaceException wrong)
        {
            throw new InvalidDataException($"{option} {path}: {wrong.Message}", wrong);
        }
    }
}
