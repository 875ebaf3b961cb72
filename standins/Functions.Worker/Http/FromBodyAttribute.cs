namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>Fills a parameter with the request's body.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public class FromBodyAttribute : Attribute;
