using Microsoft.Azure.Functions.Worker;

namespace ChatFunctions.Tests.Standins.FunctionsWorker;

public sealed class AttributeTests
{
    [Fact]
    public void They_default_as_the_official_ones_do()
    {
        Assert.Equal((AuthorizationLevel.Function, null), (new HttpTriggerAttribute().AuthLevel, new HttpTriggerAttribute().Methods));
        Assert.Equal(AuthorizationLevel.Anonymous, new HttpTriggerAttribute("get").AuthLevel);
        Assert.Equal(["get", "post"], new HttpTriggerAttribute(AuthorizationLevel.Admin, "get", "post").Methods!);
        Assert.Empty(new SignalRTriggerAttribute("chat", "connections", "connected").ParameterNames);
        Assert.Null(new SignalROutputAttribute().ConnectionStringSetting);
        Assert.Throws<ArgumentNullException>(() => new SignalRMessageAction(null!));
    }
}
