using Brasa.Sandbox.Tests.Support;
using Xunit.Runner.InProc.SystemConsole;

return await KilledServer.ServeIfAskedAsync() || await MachineServer.ServeIfAskedAsync() ? 0 : await ConsoleRunner.Run(args);
