using System.Collections.Concurrent;
using Functions.Host.Settings;
using Functions.Host.Worker;

namespace Functions.Host.SignalR;

/// <summary>The services of bindings, by the name of the connection setting.</summary>
internal sealed class SignalRServices(HostSettings settings, FunctionsHostOptions options) : IDisposable
{
    private readonly ConcurrentDictionary<string, SignalRService> _services = new(StringComparer.OrdinalIgnoreCase);

    // The lifetime of connections is limited to notice a changed IP address.
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) });

    /// <exception cref="InvalidSettingException">The setting is missing or can't be understood.</exception>
    public SignalRService Get(FunctionBinding binding) => _services.GetOrAdd(
        binding.ConnectionStringSetting is { Length: > 0 } setting ? setting : ServiceAddress.DefaultSetting,
        name => new(ServiceAddress.Read(settings, name, options.Credential), _http, options.Time));

    public string Hub(FunctionBinding binding) =>
        settings.Resolve(binding.HubName ?? throw new InvalidSettingException($"The binding {binding.Name} has no hubName."));

    public void Dispose() => _http.Dispose();
}
