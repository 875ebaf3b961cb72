using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using SignalR.Service;

try
{
    await using var service = SignalRService.Build(args, TimeProvider.System);
    await service.StartAsync();
    Console.WriteLine(SignalRService.ConnectionString(service));
    await service.WaitForShutdownAsync();
    return 0;
}
catch (Exception error) when (error is InvalidSettingException or InvalidDataException or FormatException)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}
catch (IOException error) when (error.InnerException is AddressInUseException or SocketException)
{
    Console.Error.WriteLine($"{error.Message} Stop what listens there, or choose another address with --urls.");
    return 1;
}
