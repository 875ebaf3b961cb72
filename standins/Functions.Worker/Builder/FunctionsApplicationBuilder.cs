using System.Reflection;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Gathers configuration, services and middleware of a function application.</summary>
public class FunctionsApplicationBuilder : IHostApplicationBuilder, IFunctionsWorkerApplicationBuilder
{
    internal FunctionsApplicationBuilder(string[]? args, Assembly application) => throw new NotImplementedException();

    public IDictionary<object, object> Properties => throw new NotImplementedException();

    IConfigurationManager IHostApplicationBuilder.Configuration => Configuration;

    public ConfigurationManager Configuration => throw new NotImplementedException();

    public IHostEnvironment Environment => throw new NotImplementedException();

    public ILoggingBuilder Logging => throw new NotImplementedException();

    public IMetricsBuilder Metrics => throw new NotImplementedException();

    public IServiceCollection Services => throw new NotImplementedException();

    /// <summary>Builds the host, once.</summary>
    /// <exception cref="InvalidOperationException">It has been built before, or a function can't work.</exception>
    public IHost Build() => throw new NotImplementedException();

    public void ConfigureContainer<TContainerBuilder>(
        IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull => throw new NotImplementedException();

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The application has been built.</exception>
    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware) =>
        throw new NotImplementedException();
}
