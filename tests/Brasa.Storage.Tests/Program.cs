using Brasa.Storage.Tests.Sqlite;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

if (args is [EndlessWriter.Argument, var path])
    return await EndlessWriter.RunAsync(path);

return args.Any(arg => arg is "--server" or "--internal-msbuild-node")
    ? await TestPlatformTestFramework.RunAsync(args, (_, _) => { })
    : await ConsoleRunner.Run(args);
