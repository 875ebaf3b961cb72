namespace Microsoft.Azure.Functions.Worker.Hosting;

/// <summary>What the builder knows of an application when it builds it.</summary>
/// <param name="Local">local.settings.json.</param>
/// <param name="FunctionTypes">Where functions are looked for.</param>
/// <param name="HasHttpIntegration">Whether <c>ConfigureFunctionsWebApplication</c> was called.</param>
internal sealed record FunctionsHostOptions(LocalSettings Local, IReadOnlyCollection<Type> FunctionTypes, bool HasHttpIntegration)
{
    /// <summary>The port of Core Tools.</summary>
    public const int DefaultHttpPort = 7071;
}
