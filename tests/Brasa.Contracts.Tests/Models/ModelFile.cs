using System.Text.Json;

namespace Brasa.Contracts.Tests.Models;

/// <summary>The models in the repository.</summary>
public static class ModelFile
{
    public static JsonElement Read(string name)
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            var path = Path.Combine(directory.FullName, "models", name);
            if (File.Exists(path))
                return JsonDocument.Parse(File.ReadAllBytes(path)).RootElement;
        }
        throw new FileNotFoundException(name);
    }
}
