using ChatFunctions.Cli;

return await CommandLine.RunAsync(args, TimeProvider.System);
