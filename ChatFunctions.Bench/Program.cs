using ChatFunctions.Bench;
using ChatFunctions.Bench.Clients;
using ChatFunctions.Bench.Micro;
using ChatFunctions.Bench.Ratios;
using ChatFunctions.Bench.Report;
using ChatFunctions.Bench.Servers;
using ChatFunctions.Bench.Workloads;

if (args is ["micro", .. var rest])
{
    MicroSuite.Run(rest);
    return 0;
}

if (args is not ([] or ["--full"]))
{
    Console.Error.WriteLine("./chat bench [--full] | ./chat bench micro [BenchmarkDotNet's options]");
    return 2;
}

var scale = args is ["--full"] ? Scale.Full : Scale.Short;
var report = new BenchReport(scale);

Screen.Step("servers and users");
await using var backend = await Backend.StartAsync();
await using var crowd = await Crowd.GatherAsync(backend.AppPort, Scale.Crowd);

Screen.Step("one sender");
await OneSender.RunAsync(backend, crowd, scale, report);
Screen.Step("hot room");
await HotRoom.RunAsync(backend, crowd, scale, report);
Screen.Step("rooms of two");
await PairRooms.RunAsync(backend, crowd, scale, report);
Screen.Step("cost of a send");
await SendCosts.RunAsync(backend, report);
Screen.Step("memory");
await Memory.RunAsync(backend, scale, report);
await Pages.RunAsync(backend, crowd, scale, report);
Screen.Step("cold start");
await ColdStart.RunAsync(backend, scale, report);

Screen.Show(report);
Console.WriteLine($"Saved as {Path.GetRelativePath(Environment.CurrentDirectory, report.Save(Repository.Combine("artifacts", "bench")))}");
return 0;
