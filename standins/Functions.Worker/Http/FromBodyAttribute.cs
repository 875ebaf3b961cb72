namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>Fills a parameter with the request's body.</summary>
[AttributeUsage(
    AttributeTargets.Parameter | AttributeTargets.Class | AttributeTargets.Interface | AttributeTargets.Enum | AttributeTargets.Struct,
    AllowMultiple = true)]
public class FromBodyAttribute : Attribute;
