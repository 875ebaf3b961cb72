using ChatFunctions;
using Microsoft.Extensions.Hosting;

ChatApp.CreateBuilder(args).Build().Run();
