using Microsoft.Azure.Functions.Worker;

namespace ChatFunctions.Tests.Standins.FunctionsWorker;

public sealed class PublicSurfaceTests
{
    private static readonly string[] Official =
    [
        "Microsoft.Azure.Functions.Worker.AuthorizationLevel",
        "Microsoft.Azure.Functions.Worker.BindingContext",
        "Microsoft.Azure.Functions.Worker.BindingDirection",
        "Microsoft.Azure.Functions.Worker.BindingMetadata",
        "Microsoft.Azure.Functions.Worker.Builder.FunctionsApplication",
        "Microsoft.Azure.Functions.Worker.Builder.FunctionsApplicationBuilder",
        "Microsoft.Azure.Functions.Worker.Builder.FunctionsApplicationBuilderAspNetCoreExtensions",
        "Microsoft.Azure.Functions.Worker.Extensions.Abstractions.BindingAttribute",
        "Microsoft.Azure.Functions.Worker.Extensions.Abstractions.InputBindingAttribute",
        "Microsoft.Azure.Functions.Worker.Extensions.Abstractions.OutputBindingAttribute",
        "Microsoft.Azure.Functions.Worker.Extensions.Abstractions.TriggerBindingAttribute",
        "Microsoft.Azure.Functions.Worker.FunctionAttribute",
        "Microsoft.Azure.Functions.Worker.FunctionContext",
        "Microsoft.Azure.Functions.Worker.FunctionContextBindingFeatureExtensions",
        "Microsoft.Azure.Functions.Worker.FunctionContextExtensions",
        "Microsoft.Azure.Functions.Worker.FunctionDefinition",
        "Microsoft.Azure.Functions.Worker.FunctionParameter",
        "Microsoft.Azure.Functions.Worker.Http.FromBodyAttribute",
        "Microsoft.Azure.Functions.Worker.HttpResultAttribute",
        "Microsoft.Azure.Functions.Worker.HttpTriggerAttribute",
        "Microsoft.Azure.Functions.Worker.IFunctionsWorkerApplicationBuilder",
        "Microsoft.Azure.Functions.Worker.IInvocationFeatures",
        "Microsoft.Azure.Functions.Worker.InvocationResult",
        "Microsoft.Azure.Functions.Worker.InvocationResult`1",
        "Microsoft.Azure.Functions.Worker.Middleware.FunctionExecutionDelegate",
        "Microsoft.Azure.Functions.Worker.Middleware.IFunctionsWorkerMiddleware",
        "Microsoft.Azure.Functions.Worker.RetryContext",
        "Microsoft.Azure.Functions.Worker.SignalRConnectionInfo",
        "Microsoft.Azure.Functions.Worker.SignalRConnectionInfoInputAttribute",
        "Microsoft.Azure.Functions.Worker.SignalREndpoint",
        "Microsoft.Azure.Functions.Worker.SignalREndpointType",
        "Microsoft.Azure.Functions.Worker.SignalRGroupAction",
        "Microsoft.Azure.Functions.Worker.SignalRGroupActionType",
        "Microsoft.Azure.Functions.Worker.SignalRInvocationCategory",
        "Microsoft.Azure.Functions.Worker.SignalRInvocationContext",
        "Microsoft.Azure.Functions.Worker.SignalRMessageAction",
        "Microsoft.Azure.Functions.Worker.SignalROutputAttribute",
        "Microsoft.Azure.Functions.Worker.SignalRTriggerAttribute",
        "Microsoft.Azure.Functions.Worker.TraceContext",
        "Microsoft.Extensions.Hosting.MiddlewareWorkerApplicationBuilderExtensions",
    ];

    [Fact]
    public void Only_what_the_official_packages_have_is_public()
    {
        var types = typeof(FunctionAttribute).Assembly.GetExportedTypes().Select(type => type.FullName).Order(StringComparer.Ordinal);

        Assert.Equal(Official, types);
    }

    [Fact]
    public void Attributes_default_as_the_official_ones_do()
    {
        Assert.Equal((AuthorizationLevel.Function, null), (new HttpTriggerAttribute().AuthLevel, new HttpTriggerAttribute().Methods));
        Assert.Equal(AuthorizationLevel.Anonymous, new HttpTriggerAttribute("get").AuthLevel);
        Assert.Equal(["get", "post"], new HttpTriggerAttribute(AuthorizationLevel.Admin, "get", "post").Methods!);
        Assert.Empty(new SignalRTriggerAttribute("chat", "connections", "connected").ParameterNames);
        Assert.Null(new SignalROutputAttribute().ConnectionStringSetting);
        Assert.Throws<ArgumentNullException>(() => new SignalRMessageAction(null!));
    }
}
