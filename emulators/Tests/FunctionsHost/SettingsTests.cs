using Functions.Host.Settings;
using Functions.Host.SignalR;

namespace Emulators.Tests.FunctionsHost;

public sealed class SettingsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("settings").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Overrides_win_over_the_environment_and_that_over_local_settings_and_that_over_host_json()
    {
        Write("host.json", """{ "extensions": { "http": { "routePrefix": "of-host-json" } }, } // comment""");
        Write("local.settings.json", """
            { "Values": { "PATH": "of the file", "Section__Name": "nested", "Number": 1, "AzureFunctionsJobHost__extensions__http__routePrefix": "/of-settings/" },
              "ConnectionStrings": { "Db": "d" }, "Host": { "LocalHttpPort": 7072, "CORS": "https://a.example, https://b.example" } }
            """);
        var settings = Load(("Section:Name", "overridden"));

        Assert.Equal("of-settings", settings.RoutePrefix);
        Assert.Equal(Environment.GetEnvironmentVariable("PATH"), settings.Find("PATH"));
        Assert.Equal("overridden", settings.Find("Section__Name"));
        Assert.Equal(7072, settings.Port);
        Assert.Equal(["https://a.example", "https://b.example"], settings.CorsOrigins);
        Assert.False(settings.CorsCredentials);
        Assert.False(settings.WorkerEnvironment.ContainsKey("PATH"));
        Assert.Equal(("overridden", "1", "d"), (settings.WorkerEnvironment["Section__Name"], settings.WorkerEnvironment["Number"], settings.WorkerEnvironment["ConnectionStrings__Db"]));
        Assert.Equal("1/overridden", settings.Resolve("%Number%/%Section:Name%"));
    }

    [Fact]
    public void Without_files_the_defaults_apply()
    {
        var settings = Load();

        Assert.Equal(("api", 7071, 104_857_600L), (settings.RoutePrefix, settings.Port, settings.MaxRequestBodySize));
        Assert.Empty(settings.CorsOrigins);
    }

    [Theory]
    [InlineData("local.settings.json", """{ "IsEncrypted": true }""", "encrypted")]
    [InlineData("local.settings.json", "{", "isn't valid")]
    [InlineData("host.json", "[]", "isn't valid")]
    public void Unreadable_files_are_named(string file, string content, string message)
    {
        Write(file, content);

        Assert.Contains(message, Assert.Throws<InvalidSettingException>(() => Load()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Endpoint=https://x.service.signalr.net;AccessKey=a2V5==;Version=1.0;", "https://x.service.signalr.net/", "a2V5==")]
    [InlineData("endpoint=http://localhost;PORT=8888;accesskey=k", "http://localhost:8888/", "k")]
    [InlineData("Endpoint=https://x.service.signalr.net;AuthType=azure.msi;ClientId=c", "https://x.service.signalr.net/", null)]
    public void Connection_strings_are_read_without_regard_to_case(string text, string endpoint, string? key)
    {
        var address = ServiceAddress.Read(Load(("S", text)), "S", null);

        Assert.Equal((endpoint, key), (address.Endpoint.AbsoluteUri, address.AccessKey));
        Assert.Equal(key is null, address.Credential is not null);
    }

    [Theory]
    [InlineData(null, "The setting S is missing")]
    [InlineData("AccessKey=k", "has no Endpoint")]
    [InlineData("Endpoint=https://x", "has no AccessKey")]
    [InlineData("Endpoint=ftp://x;AccessKey=secret", "isn't an http or https address")]
    [InlineData("Endpoint=https://x;Port=p;AccessKey=secret", "invalid Port")]
    [InlineData("secret", "isn't a connection string")]
    public void Connection_strings_that_cannot_be_understood_are_refused_without_their_secret(string? text, string message)
    {
        var settings = text is null ? Load() : Load(("S", text));

        var error = Assert.Throws<InvalidSettingException>(() => ServiceAddress.Read(settings, "S", null)).Message;
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error, StringComparison.Ordinal);
    }

    private void Write(string file, string content) => File.WriteAllText(Path.Combine(_folder, file), content);

    private HostSettings Load(params (string Name, string Value)[] overrides) => new(_folder, overrides.ToDictionary(value => value.Name, value => value.Value));
}
