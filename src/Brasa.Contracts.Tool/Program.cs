using Brasa.Contracts.Tool.Emit;
using Brasa.Contracts.Tool.Models;

// Usage: Brasa.Contracts.Tool <models directory> <output directory> <service>=<Namespace>...
// Reads <service>.json and, where there is one, <service>.patch.json; writes <Namespace>.<kind>.g.cs.
if (args.Length < 3)
{
    Console.Error.WriteLine("usage: Brasa.Contracts.Tool <models directory> <output directory> <service>=<Namespace>...");
    return 2;
}

var (models, output) = (args[0], args[1]);
Directory.CreateDirectory(output);
foreach (var service in args[2..])
{
    if (service.Split('=') is not [var file, var name])
    {
        Console.Error.WriteLine($"'{service}' is not <service>=<Namespace>.");
        return 2;
    }
    var model = Model.Load(Path.Combine(models, $"{file}.json"), Path.Combine(models, $"{file}.patch.json"), name);
    foreach (var (kind, source) in ServiceEmitter.Emit(model))
        File.WriteAllText(Path.Combine(output, $"{name}.{kind}.g.cs"), source);
}
return 0;
