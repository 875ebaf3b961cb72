using Microsoft.Extensions.Configuration.Json;
using SignalR.Service.Clients;
using SignalR.Service.Groups;
using SignalR.Service.Rest;
using SignalR.Service.Tokens;
using SignalR.Service.Upstream;

namespace SignalR.Service;

/// <summary>The serverless data plane of Azure SignalR Service, as one web application.</summary>
internal static class SignalRService
{
    private const string DefaultUrl = "http://localhost:8888";

    /// <summary>Builds the service from command-line arguments, environment variables and a <c>settings.json</c> in the current directory.</summary>
    /// <exception cref="InvalidSettingException">A setting has a value that the service can't work with.</exception>
    public static WebApplication Build(string[] args, TimeProvider time)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Insert(0, SettingsFile());
        var options = ServiceOptions.From(builder.Configuration);

        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
            builder.WebHost.UseUrls(DefaultUrl);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = ServiceOptions.MaxBodyBytes);
        builder.WebHost.UseShutdownTimeout(ServiceOptions.ShutdownTimeout);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);

        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<TokenValidator>();
        builder.Services.AddSingleton<HubDirectories>();
        builder.Services.AddSingleton<UpstreamClient>();
        builder.Services.AddSingleton<ClientInvocations>();
        builder.Services.AddConnections(connections => connections.DisconnectTimeout = options.NegotiationTimeout);
        builder.Services.AddCors();

        var app = builder.Build();
        app.MapClients();
        app.MapRestApi();
        return app;
    }

    /// <summary>The value of <c>AzureSignalRConnectionString</c> for an app that uses this service, once it has started.</summary>
    public static string ConnectionString(WebApplication service)
    {
        var address = BindingAddress.Parse(service.Urls.First());
        var host = address.Host is "0.0.0.0" or "[::]" or "*" or "+" ? "localhost" : address.Host;
        var key = service.Services.GetRequiredService<ServiceOptions>().AccessKey;
        return $"Endpoint={address.Scheme}://{host};Port={address.Port};AccessKey={key};Version=1.0;";
    }

    private static JsonConfigurationSource SettingsFile()
    {
        var file = new JsonConfigurationSource
        {
            Path = Path.Combine(Environment.CurrentDirectory, "settings.json"),
            Optional = true,
        };
        file.ResolveFileProvider();
        return file;
    }
}
