using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ChatFunctions.Tests.Standins.FunctionsWorker.SignalR;

public sealed class OutputTests
{
    [Theory]
    [InlineData("broadcast", "/api/hubs/chat/:send")]
    [InlineData("group", "/api/hubs/chat/groups/r%201%2F%C3%A4/:send")]
    [InlineData("user", "/api/hubs/chat/users/u1/:send")]
    [InlineData("connection", "/api/hubs/chat/connections/c1/:send")]
    public async Task A_message_goes_to_the_connection_else_the_user_else_the_group_else_everybody(string to, string path)
    {
        var call = Assert.Single(await SendAsync($"message/{to}", 1));

        Assert.Equal(("POST", $"{path}?api-version=2022-06-01"), (call.Method, call.Path));
        Assert.StartsWith("application/json", call.ContentType, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("addconnection", "PUT", "/api/hubs/chat/groups/r1/connections/c1")]
    [InlineData("removeconnection", "DELETE", "/api/hubs/chat/groups/r1/connections/c1")]
    [InlineData("adduser", "PUT", "/api/hubs/chat/users/u1/groups/r1")]
    [InlineData("removeuser", "DELETE", "/api/hubs/chat/users/u1/groups/r1")]
    [InlineData("removeuserfromall", "DELETE", "/api/hubs/chat/users/u1/groups")]
    public async Task A_group_action_changes_the_group(string action, string method, string path)
    {
        var call = Assert.Single(await SendAsync($"groups/{action}", 1));

        Assert.Equal((method, $"{path}?api-version=2022-06-01", ""), (call.Method, call.Path, call.Body));
    }

    [Fact]
    public async Task Arguments_leave_in_pascal_case_unless_the_app_says_otherwise()
    {
        var call = Assert.Single(await SendAsync("message/group", 1));

        Assert.Equal("""{"target":"newMessage","arguments":[{"RoomId":"r1","At":"2026-11-20T09:05:00.123Z","Reply":null},7]}""", call.Body);
    }

    [Fact]
    public async Task A_naming_policy_changes_the_arguments_and_leaves_the_meaning_of_the_rest()
    {
        var calls = await SendAsync("mixed", 4, services => services.Configure<JsonSerializerOptions>(
            json => json.PropertyNamingPolicy = JsonNamingPolicy.CamelCase));

        Assert.Equal(["POST", "PUT", "POST", "DELETE"], calls.Select(call => call.Method));
        Assert.Equal("""{"target":"newMessage","arguments":[{"roomId":"r1","at":"2026-11-20T09:05:00.123Z","reply":null},7]}""", calls[0].Body);
    }

    [Theory]
    [InlineData("array", 2)]
    [InlineData("list", 2)]
    [InlineData("mixed", 4)]
    [InlineData("anonymous", 1)]
    [InlineData("text", 1)]
    [InlineData("twooutputs", 2)]
    [InlineData("returned", 1)]
    [InlineData("returnedbytask", 1)]
    public async Task Every_item_of_an_output_is_one_call(string function, int count)
    {
        Assert.Equal(count, (await SendAsync(function, count)).Count);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("empty")]
    [InlineData("nothingreturned")]
    public async Task Null_and_an_empty_array_send_nothing(string function)
    {
        await using var signalR = await FakeSignalR.StartAsync();
        await using var app = await FunctionApp.StartAsync<Sending.Functions>(settings: signalR.ConnectionSetting);

        using var response = await app.Client.PostAsync($"/api/{function}", null);
        await app.StopAsync();

        response.EnsureSuccessStatusCode();
        Assert.Empty(signalR.Calls);
        Assert.Empty(app.Logs.Errors);
    }

    [Fact]
    public async Task A_call_carries_a_token_that_is_signed_with_the_access_key_and_made_out_to_its_address()
    {
        await using var signalR = await FakeSignalR.StartAsync();
        await using var app = await FunctionApp.StartAsync<Sending.Functions>(settings: signalR.ConnectionSetting);

        await app.Client.PostAsync("/api/message/group", null);

        var call = (await signalR.WaitForAsync(1))[0];
        var token = call.Authorization["Bearer ".Length..];
        var payload = Jwt.Payload(token);
        Assert.True(Jwt.IsSignedWith(token, FakeSignalR.AccessKey));
        Assert.Equal(Jwt.WithoutPort(new Uri(signalR.Url, call.Path).AbsoluteUri), payload.GetProperty("aud").GetString());
        Assert.Equal(3600, payload.GetProperty("exp").GetInt64() - payload.GetProperty("iat").GetInt64());
    }

    [Fact]
    public async Task An_output_can_have_a_connection_of_its_own_and_a_hub_by_setting_or_route()
    {
        await using var signalR = await FakeSignalR.StartAsync();
        await using var app = await FunctionApp.StartAsync<Sending.OtherConnection>(
            settings: [$"Elsewhere={signalR.ConnectionString}", "HubOfChat=Lobby"]);

        await app.Client.PostAsync("/api/setting", null);
        await signalR.WaitForAsync(1);
        await app.Client.PostAsync("/api/hubs/Garden", null);

        Assert.Equal(["/api/hubs/lobby/:send?api-version=2022-06-01", "/api/hubs/garden/:send?api-version=2022-06-01"],
            (await signalR.WaitForAsync(2)).Select(call => call.Path));
    }

    [Fact]
    public async Task What_middleware_puts_in_place_of_the_result_leaves_the_outputs_alone()
    {
        await using var signalR = await FakeSignalR.StartAsync();
        await using var app = await FunctionApp.StartAsync<Sending.Functions>(
            builder => builder.UseMiddleware(async (context, next) =>
            {
                await next();
                context.GetInvocationResult().Value = Results.StatusCode(StatusCodes.Status418ImATeapot);
            }),
            settings: signalR.ConnectionSetting);

        using var response = await app.Client.PostAsync("/api/array", null);

        Assert.Equal(StatusCodes.Status418ImATeapot, (int)response.StatusCode);
        Assert.Equal(2, (await signalR.WaitForAsync(2)).Count);
    }

    private static async Task<IReadOnlyList<ReceivedCall>> SendAsync(string function, int count, Action<IServiceCollection>? configure = null)
    {
        await using var signalR = await FakeSignalR.StartAsync();
        await using var app = await FunctionApp.StartAsync<Sending.Functions>(builder => configure?.Invoke(builder.Services), settings: signalR.ConnectionSetting);
        using var response = await app.Client.PostAsync($"/api/{function}", null);
        response.EnsureSuccessStatusCode();
        await signalR.WaitForAsync(count);
        await app.StopAsync();
        Assert.Empty(app.Logs.Errors);
        return signalR.Calls;
    }
}
