using System.Reflection;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker.Indexing;
using Microsoft.Azure.Functions.Worker.Invocation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.Azure.Functions.Worker.SignalR;

/// <summary>Makes bindings of the attributes of the SignalR extension.</summary>
internal sealed class SignalRBindings(
    SignalRConnections connections,
    SettingReferences settings,
    IOptions<JsonSerializerOptions> json,
    [FromKeyedServices(SignalRBindings.Clock)] TimeProvider clock)
{
    /// <summary>The key of the clock that the platform's part goes by, which isn't for the application to replace.</summary>
    public const string Clock = "Functions.Worker";

    /// <exception cref="FunctionProblemException">The attribute can't work.</exception>
    public ConnectionInfoBinding Input(SignalRConnectionInfoInputAttribute attribute, Trigger trigger) => new(
        connections.Get(attribute.ConnectionStringSetting),
        Hub(attribute.HubName, trigger, "[SignalRConnectionInfoInput]"),
        Expression(attribute.UserId, trigger),
        Expression(attribute.IdToken, trigger),
        attribute.ClaimTypeList ?? [],
        clock);

    /// <param name="attribute">The attribute.</param>
    /// <param name="property">The property that it marks; null for a method's returned value.</param>
    /// <param name="type">The type of the property or of the returned value.</param>
    /// <param name="trigger">The function's trigger.</param>
    /// <exception cref="FunctionProblemException">The attribute can't work.</exception>
    public SignalROutputBinding Output(SignalROutputAttribute attribute, PropertyInfo? property, Type type, Trigger trigger)
    {
        if (!OutputTypes.CanBeSent(type))
        {
            throw new FunctionProblemException(
                $"[SignalROutput] on {property?.Name ?? "the returned value"} can't send {type}; "
                + "use SignalRMessageAction or SignalRGroupAction, one or an array.");
        }

        return new(property, Hub(attribute.HubName, trigger, "[SignalROutput]"), connections.Get(attribute.ConnectionStringSetting), json.Value);
    }

    private BindingExpression Hub(string? name, Trigger trigger, string attribute)
    {
        if (string.IsNullOrWhiteSpace(name))
            throw new FunctionProblemException($"{attribute} has no HubName.");

        var hub = BindingExpression.Parse(settings.Resolve(name), trigger);
        return hub.Constant is { } constant && !HubName.IsValid(constant)
            ? throw new FunctionProblemException($"'{constant}' is no name of a hub.")
            : hub;
    }

    private BindingExpression? Expression(string? text, Trigger trigger) =>
        text is null ? null : BindingExpression.Parse(settings.Resolve(text), trigger);
}
