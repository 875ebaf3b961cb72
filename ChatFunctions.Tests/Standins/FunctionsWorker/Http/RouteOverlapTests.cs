using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Standins.FunctionsWorker.Http;

public sealed class RouteOverlapTests
{
    [Theory]
    [InlineData("rooms/{id}", "rooms/public")]
    [InlineData("rooms/{id}", "Rooms/{roomId}")]
    [InlineData("rooms/{id}", "rooms/{roomId:int}")]
    [InlineData("rooms/{id}", "rooms/{name}-{number}")]
    [InlineData("rooms/{id:int}", "rooms/{roomId:int}")]
    [InlineData("rooms/{id:length(6)}", "rooms/public")]
    [InlineData("{*path}", "rooms/{id}/messages")]
    [InlineData("rooms/{id?}", "rooms")]
    [InlineData("{a}/{b}", "rooms/public")]
    public void A_wider_route_hides_a_narrower_one(string earlier, string later) => Assert.True(Hides(earlier, later));

    [Theory]
    [InlineData("rooms/public", "rooms/{id}")]
    [InlineData("rooms/{id:int}", "rooms/public")]
    [InlineData("rooms/{id:int}", "rooms/{id}")]
    [InlineData("rooms/{id:length(12)}", "rooms/public")]
    [InlineData("rooms/{id}", "rooms/{id}/messages")]
    [InlineData("rooms/{id}/messages", "rooms/{id}")]
    [InlineData("rooms/{id}", "users/{id}")]
    [InlineData("rooms/{id}", "rooms/{id?}")]
    [InlineData("rooms/{id}", "rooms/{*path}")]
    [InlineData("{name}-{number}", "{name}.{number}")]
    public void A_route_that_leaves_something_over_hides_nothing(string earlier, string later) => Assert.False(Hides(earlier, later));

    private static bool Hides(string earlier, string later)
    {
        using var services = new ServiceCollection().AddRouting().BuildServiceProvider();
        return new RouteOverlap(services.GetRequiredService<ParameterPolicyFactory>()).Hides(RoutePatternFactory.Parse(earlier), RoutePatternFactory.Parse(later));
    }
}
