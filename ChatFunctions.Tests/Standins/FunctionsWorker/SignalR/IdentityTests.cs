using System.Net;
using System.Net.Http.Json;
using Azure.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Standins.FunctionsWorker.SignalR;

public sealed class IdentityTests
{
    [Fact]
    public async Task An_identity_sends_with_its_own_token()
    {
        await using var signalR = await FakeSignalR.StartAsync();
        await using var app = await StartAsync(signalR, new FakeCredentials(), new ManualTime());

        await app.Client.PostAsync("/api/send", null);

        var call = (await signalR.WaitForAsync(1))[0];
        Assert.Equal("Bearer entra-token for https://signalr.azure.com/.default", call.Authorization);
    }

    [Fact]
    public async Task The_token_of_a_client_is_signed_with_a_key_that_the_service_lends_and_that_is_kept_for_55_minutes()
    {
        var time = new ManualTime();
        await using var signalR = await FakeSignalR.StartAsync();
        var lent = 0;
        signalR.Answer = _ => Task.FromResult(new Reply(HttpStatusCode.OK, $$"""{"KeyId":"key-{{++lent}}","AccessKey":"secret-{{lent}}"}"""));
        await using var app = await StartAsync(signalR, new FakeCredentials(), time);

        var first = await NegotiateAsync(app);
        time.Advance(TimeSpan.FromMinutes(54));
        var second = await NegotiateAsync(app);
        time.Advance(TimeSpan.FromMinutes(2));
        var third = await NegotiateAsync(app);

        Assert.Equal(["key-1", "key-1", "key-2"], new[] { first, second, third }.Select(info => Jwt.Header(info.AccessToken).GetProperty("kid").GetString()));
        Assert.True(Jwt.IsSignedWith(first.AccessToken, "secret-1"));
        Assert.True(Jwt.IsSignedWith(third.AccessToken, "secret-2"));
        Assert.Equal($"{signalR.Url.AbsoluteUri}client/?hub=chat", first.Url);
        Assert.All(signalR.Calls, call => Assert.Equal(
            ("GET", "/api/v1/auth/accessKey", "Bearer entra-token for https://signalr.azure.com/.default"), (call.Method, call.Path, call.Authorization)));
    }

    [Fact]
    public async Task A_lent_key_outlives_a_service_that_is_down_when_it_is_to_be_renewed_but_not_its_own_end()
    {
        var time = new ManualTime();
        await using var signalR = await FakeSignalR.StartAsync();
        signalR.Answer = call => Task.FromResult(signalR.Calls.Count == 1
            ? new Reply(HttpStatusCode.OK, """{"KeyId":"key-1","AccessKey":"secret-1"}""")
            : new Reply(HttpStatusCode.ServiceUnavailable));
        await using var app = await StartAsync(signalR, new FakeCredentials(), time);
        await NegotiateAsync(app);

        time.Advance(TimeSpan.FromMinutes(60));
        var info = await NegotiateAsync(app);
        time.Advance(TimeSpan.FromMinutes(31));
        using var tooLate = await app.Client.PostAsync("/api/negotiate", null);

        Assert.Equal("key-1", Jwt.Header(info.AccessToken).GetProperty("kid").GetString());
        Assert.Equal(HttpStatusCode.InternalServerError, tooLate.StatusCode);
    }

    [Theory]
    [InlineData("credential=managedidentity", true, null)]
    [InlineData("credential=ManagedIdentity;clientId=mine", true, "mine")]
    [InlineData("clientId=mine", false, "mine")]
    [InlineData("", false, null)]
    public async Task Settings_say_which_identity(string settings, bool managed, string? clientId)
    {
        await using var signalR = await FakeSignalR.StartAsync();
        var credentials = new FakeCredentials();
        await using var app = await StartAsync(signalR, credentials, new ManualTime(), settings.Split(';', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((managed, clientId), (credentials.Asked!.UseManagedIdentity, credentials.Asked.ClientId));
    }

    [Theory]
    [InlineData("azure", false, null)]
    [InlineData("azure.msi;ClientId=mine", true, "mine")]
    [InlineData("aad", true, null)]
    [InlineData("azure.app;ClientId=mine;TenantId=t;ClientSecret=s", false, "mine")]
    public async Task A_connection_string_can_name_an_identity(string authType, bool managed, string? clientId)
    {
        await using var signalR = await FakeSignalR.StartAsync();
        var credentials = new FakeCredentials();
        await using var app = await FunctionApp.StartAsync<Functions>(
            builder => builder.Services.AddSingleton<SignalRCredentials>(credentials),
            settings: $"AzureSignalRConnectionString=Endpoint={signalR.Url};AuthType={authType};Version=1.0;");

        await app.Client.PostAsync("/api/send", null);

        Assert.Single(await signalR.WaitForAsync(1));
        Assert.Equal((managed, clientId), (credentials.Asked!.UseManagedIdentity, credentials.Asked.ClientId));
    }

    [Theory]
    [InlineData(true, null, null, null, "ManagedIdentityCredential")]
    [InlineData(true, "mine", null, null, "ManagedIdentityCredential")]
    [InlineData(false, "mine", "tenant", "secret", "ClientSecretCredential")]
    [InlineData(false, null, null, null, "DefaultAzureCredential")]
    public void Each_kind_of_identity_has_its_credential(bool managed, string? clientId, string? tenant, string? secret, string expected)
    {
        var credential = new SignalRCredentials().Create(new IdentitySettings(managed, tenant, clientId, secret));

        Assert.Equal(expected, credential.GetType().Name);
    }

    private static Task<FunctionApp> StartAsync(FakeSignalR signalR, FakeCredentials credentials, ManualTime time, params string[] settings) =>
        FunctionApp.StartAsync<Functions>(
            builder =>
            {
                builder.Services.AddSingleton<SignalRCredentials>(credentials);
                builder.Services.AddKeyedSingleton<TimeProvider>(SignalRBindings.Clock, time);
            },
            settings: [$"AzureSignalRConnectionString:serviceUri={signalR.Url}", .. settings.Select(setting => $"AzureSignalRConnectionString:{setting}")]);

    private static async Task<SignalRConnectionInfo> NegotiateAsync(FunctionApp app)
    {
        using var response = await app.Client.PostAsync("/api/negotiate", null);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<SignalRConnectionInfo>())!;
    }

    private sealed class FakeCredentials : SignalRCredentials
    {
        public IdentitySettings? Asked { get; private set; }

        public override TokenCredential Create(IdentitySettings settings)
        {
            Asked = settings;
            return DelegatedTokenCredential.Create((scope, _) => new AccessToken($"entra-token for {scope.Scopes[0]}", DateTimeOffset.MaxValue));
        }
    }

    public sealed class Functions
    {
        [Function("Negotiate")]
        public IResult Negotiate([HttpTrigger("post")] HttpRequest request, [SignalRConnectionInfoInput(HubName = "chat")] SignalRConnectionInfo info) =>
            Results.Ok(info);

        [Function("Send")]
        [SignalROutput(HubName = "chat")]
        public SignalRMessageAction Send([HttpTrigger("post")] HttpRequest request) => new("hello", []);
    }
}
