using System.Net.Sockets;
using Functions.Host;
using Functions.Host.Http;
using Functions.Host.Settings;
using Functions.Host.Worker;
using Microsoft.AspNetCore.Connections;

// dotnet Emulators.Functions.Host.dll --app <the app's .dll> [--port 7071] [--debug-port <port>] [--webroot <folder>] [--cors <origins>] [--<setting> <value> ...]
try
{
    var settings = new ConfigurationBuilder().AddCommandLine(args).Build();
    string[] own = ["app", "port", "debug-port", "webroot", "cors"];
    await using var host = await FunctionsHost.StartAsync(new()
    {
        App = settings["app"] ?? throw new InvalidSettingException("--app must name the app's .dll."),
        Port = PortOf("port"),
        DebugPort = PortOf("debug-port"),
        WebRoot = settings["webroot"],
        CorsOrigins = settings["cors"]?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
        Settings = settings.AsEnumerable().Where(setting => setting.Value is not null && !own.Contains(setting.Key, StringComparer.OrdinalIgnoreCase))
            .ToDictionary(setting => setting.Key, setting => setting.Value!),
    });
    Console.WriteLine($"Functions:\n{string.Concat(host.Functions.Select(function => $"  {function.Name}: {Describe(function)}\n"))}Listening on {host.Url}");
    await host.WaitForShutdownAsync();
    return 0;

    string Describe(WorkerFunction function) => function.Trigger.Is("httpTrigger")
        ? $"{(function.Trigger.Methods is { Length: > 0 } methods ? $"[{string.Join(',', methods).ToUpperInvariant()}] " : "")}{host.Url}/{HttpFunctions.Route(function, host.Settings.RoutePrefix)}"
        : function.Trigger.Type;

    int? PortOf(string name) => settings[name] is { } text ? HostSettings.ParsePort($"--{name}", text) : null;
}
catch (Exception error) when (error is InvalidSettingException or FormatException)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}
catch (OperationCanceledException)
{
    return 0;
}
catch (WorkerStartException error)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}
catch (IOException error) when (error.InnerException is AddressInUseException or SocketException)
{
    Console.Error.WriteLine($"{error.Message} Stop what listens there, or choose another port with --port.");
    return 1;
}
