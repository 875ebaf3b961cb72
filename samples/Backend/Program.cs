using System.Security.Claims;
using ChatFunctions.Client;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

// A shop that signs its own users in. Its page shows a chat between the customer and the seller.
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddChatClient(options => builder.Configuration.GetSection("Chat").Bind(options));
builder.Services.AddAuthorization();
builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(options =>
    options.Events.OnRedirectToLogin = context =>
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    });
var app = builder.Build();
app.UseDefaultFiles();
app.UseStaticFiles();

// A product copies this file into its wwwroot.
app.MapGet("/chat-room.js", () => Results.File(
    Path.GetFullPath(Path.Combine(app.Environment.ContentRootPath, "../../web/client/dist/chat-room.js")), "text/javascript"));

app.MapPost("/sign-in", async (SignIn signIn, HttpContext http) =>
{
    if (signIn.Password != "demo" || !Shop.Users.Any(user => user.ExternalId == signIn.Name))
        return Results.Unauthorized();
    var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, signIn.Name)], CookieAuthenticationDefaults.AuthenticationScheme);
    await http.SignInAsync(new ClaimsPrincipal(identity));
    return Results.NoContent();
});
app.MapPost("/sign-out", (HttpContext http) => http.SignOutAsync());

// Where the chat is, and the room. Both calls can be repeated: they find what exists.
app.MapGet("/chat", async (ClaimsPrincipal me, ChatClient chat, CancellationToken cancellationToken) =>
{
    var users = await chat.PutUsersAsync(Shop.Users, cancellationToken);
    var mine = Shop.Users.FindIndex(user => user.ExternalId == IdOf(me));
    await using var asMe = chat.ActAs(users[mine].Id);
    var room = await asMe.OpenDirectRoomAsync(users[1 - mine].Id, cancellationToken);
    return new { Url = app.Configuration["Chat:BaseAddress"], Room = room.Id, Me = users[mine].Username };
}).RequireAuthorization();

// The page calls this when it needs a token, about every 15 minutes.
app.MapPost("/chat-token", async (ClaimsPrincipal me, ChatClient chat, CancellationToken cancellationToken) =>
    (await chat.CreateSessionAsync(IdOf(me), cancellationToken)).AccessToken).RequireAuthorization();

app.Run();

static string IdOf(ClaimsPrincipal user) => user.FindFirstValue(ClaimTypes.NameIdentifier)!;

internal sealed record SignIn(string Name, string Password);

internal static class Shop
{
    public static readonly List<ExternalUser> Users = [new("ada", "Ada"), new("bob", "Bob, seller")];
}
