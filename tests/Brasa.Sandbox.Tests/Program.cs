using Brasa.Sandbox.Tests.Support;
using Xunit.Runner.InProc.SystemConsole;

return await KilledServer.ServeIfAskedAsync() ? 0 : await ConsoleRunner.Run(args);
