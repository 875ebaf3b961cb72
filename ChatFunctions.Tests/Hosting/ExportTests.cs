using System.Net;
using ChatFunctions.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Hosting;

public sealed class ExportTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    private static readonly string[] ExpectedMetrics = ["chat.sends", "chat.commits", "db.client.operation.duration", "http.server.request.duration"];

    [Fact]
    public async Task Metrics_and_traces_are_exported_to_the_configured_endpoint_without_secrets()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var app = await chat.StartAnotherAsync(
            null, $"OTEL_EXPORTER_OTLP_ENDPOINT={receiver.Url}", "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", "OTEL_METRIC_EXPORT_INTERVAL=200", "OTEL_BSP_SCHEDULE_DELAY=100");
        using var ada = await ChatUser.RegisterAsync(app.Url, "Ada of the exports");
        var roomId = await ada.CreateRoomAsync("a room for exports");
        await ada.SendMessageAsync(roomId, "a text that is not exported");
        await ada.GetAsync("users?q=ada%20of%20the%20exports");
        var invitation = (string)(await ada.ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, $"rooms/{roomId}/invitations", new { }))["code"]!;
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"invitations/{invitation}/accept");

        await Eventually.IsTrueAsync(() => receiver.Traces.Contains("AcceptInvitation", StringComparison.Ordinal)
            && ExpectedMetrics.All(told => receiver.Metrics.Contains(told, StringComparison.Ordinal)));

        Assert.All(
            new[] { "function SendMessage", "commit", "transaction", roomId, "service.name" }, told => Assert.Contains(told, receiver.Traces, StringComparison.Ordinal));
        Assert.All(
            new[] { ada.Login, "of the exports", "a room for exports", "a text that", invitation, (string)ada.Session["accessToken"]! },
            secret => Assert.DoesNotContain(secret, receiver.Traces + receiver.Metrics, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Without_a_setting_OpenTelemetry_is_not_registered()
    {
        Assert.DoesNotContain(Registered(), IsOpenTelemetry);
        Assert.Contains(Registered(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4317")), IsOpenTelemetry);

        static bool IsOpenTelemetry(ServiceDescriptor service) => service.ServiceType.FullName!.StartsWith("OpenTelemetry", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4317", true)]
    [InlineData("APPLICATIONINSIGHTS_CONNECTION_STRING", "InstrumentationKey=k", true)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "", false)]
    public void Either_setting_enables_the_export(string name, string value, bool wanted) => Assert.Equal(wanted, Options((name, value)).IsWanted);

    [Fact]
    public void The_identity_that_writes_to_Application_Insights_is_the_one_that_the_host_uses() =>
        Assert.Equal("id-1", Options(("APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "ClientId=id-1;Authorization=AAD")).AzureIdentity);

    private static IServiceCollection Registered(params (string Name, string Value)[] settings) => new ServiceCollection().AddTelemetry(Configured(settings));

    private static ExportOptions Options(params (string Name, string Value)[] settings) => ExportOptions.Of(Configured(settings));

    private static IConfigurationRoot Configured((string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build();
}
