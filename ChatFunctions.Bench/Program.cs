using ChatFunctions.Bench;
using ChatFunctions.Bench.Clients;
using ChatFunctions.Bench.Micro;
using ChatFunctions.Bench.Ratios;
using ChatFunctions.Bench.Report;
using ChatFunctions.Bench.Servers;
using ChatFunctions.Bench.Simulation;

if (args is ["micro", .. var rest])
{
    MicroSuite.Run(rest);
    return 0;
}

if (args is ["simulate"])
{
    SimulateCommand.Run();
    return 0;
}

var wanted = args.Where(arg => arg is not ("--full" or "--tiny")).ToArray();
var report = new BenchReport(args.Contains("--full") ? Scale.Full : args.Contains("--tiny") ? Scale.Tiny : Scale.Short);
var scale = report.Scale;
(string Name, Func<Backend, LiveUsers, Task> Measure)[] parts =
[
    ("ping", (backend, users) => OneSender.RunAsync(backend, users, scale, report)),
    ("hot", (backend, users) => HotRoom.RunAsync(backend, users, scale, report)),
    ("instances", (backend, users) => Instances.RunAsync(backend, users, scale, report)),
    ("rooms", (backend, users) => PairRooms.RunAsync(backend, users, scale, report)),
    ("sends", (backend, _) => SendCosts.RunAsync(backend, report)),
    ("memory", (_, _) => Memory.RunAsync(scale, report)),
    ("history", (backend, users) => Pages.RunAsync(backend, users, scale, report)),
    ("import", (backend, _) => Import.RunAsync(backend, scale, report)),
    ("start", (backend, _) => ColdStart.RunAsync(backend, scale, report)),
];
if (wanted.Except(parts.Select(part => part.Name)).FirstOrDefault() is { } unknown)
{
    Console.Error.WriteLine($"There is no '{unknown}': ./chat bench [--full] [{string.Join('|', parts.Select(part => part.Name))}] or ./chat bench simulate|micro");
    return 2;
}

Screen.Step("servers");
await using var backend = await Backend.StartAsync();
Screen.Step("users");
await using var users = await LiveUsers.ConnectAsync(backend.AppPort, Scale.HotRoomMembers);

// Instances take as long as everything else, so a short run has them only on request.
foreach (var (name, measure) in parts.Where(part => wanted is [] ? scale != Scale.Short || part.Name != "instances" : wanted.Contains(part.Name)))
{
    Screen.Step(name);
    await measure(backend, users);
}

Screen.Show(report);
if (scale == Scale.Tiny)
{
    return 0;
}

Console.WriteLine($"Saved as {Path.GetRelativePath(Environment.CurrentDirectory, report.Save(Repository.Combine("artifacts", "bench")))}");
return 0;
