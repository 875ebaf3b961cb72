using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Azure.Functions.Worker.Hosting;
using Microsoft.Azure.Functions.Worker.Invocation;
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
    private readonly WebApplicationBuilder _builder;
    private readonly LocalSettings _local;
    private readonly InvocationPipeline _pipeline = new();
    private readonly Assembly _application;
    private bool _built;

    internal FunctionsApplicationBuilder(string[]? args, Assembly application)
    {
        _application = application;
        var bootstrap = HostSettings.Bootstrap(args ?? []);
        var scriptRoot = ScriptRoot.Find(bootstrap);
        _local = LocalSettings.Read(scriptRoot);

        // Core Tools run functions in Development unless told otherwise, and so does this host.
        var environment = bootstrap[HostDefaults.EnvironmentKey]
            ?? _local.Values.GetValueOrDefault(HostDefaults.EnvironmentKey)
            ?? Environments.Development;
        _builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = application.GetName().Name,
            ContentRootPath = scriptRoot,
            EnvironmentName = environment,
        });
        HostSettings.AddSources(_builder.Configuration, scriptRoot, environment, _local, args ?? []);
        HostServices.Add(_builder, _local);
    }

    public IDictionary<object, object> Properties => ((IHostApplicationBuilder)_builder).Properties;

    IConfigurationManager IHostApplicationBuilder.Configuration => Configuration;

    public ConfigurationManager Configuration => _builder.Configuration;

    public IHostEnvironment Environment => _builder.Environment;

    public ILoggingBuilder Logging => _builder.Logging;

    public IMetricsBuilder Metrics => _builder.Metrics;

    public IServiceCollection Services => _builder.Services;

    /// <summary>Where functions are looked for; the types of the application's assembly unless a test says otherwise.</summary>
    internal IReadOnlyCollection<Type>? FunctionTypes { get; set; }

    internal bool HasHttpIntegration { get; set; }

    /// <summary>Builds the host, once.</summary>
    /// <exception cref="InvalidOperationException">
    /// It has been built before, or a function can't work; the message says which and why.
    /// </exception>
    public IHost Build()
    {
        ThrowIfBuilt();
        _built = true;
        var app = _builder.Build();
        var works = false;
        try
        {
            var options = new FunctionsHostOptions(_local, FunctionTypes ?? _application.GetTypes(), HasHttpIntegration);
            new FunctionsHost(app, options, _pipeline).Configure();
            works = true;
            return app;
        }
        finally
        {
            if (!works)
                ((IDisposable)app).Dispose();
        }
    }

    public void ConfigureContainer<TContainerBuilder>(
        IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull => ((IHostApplicationBuilder)_builder).ConfigureContainer(factory, configure);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The application has been built.</exception>
    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        ThrowIfBuilt();
        _pipeline.Use(middleware);
        return this;
    }

    private void ThrowIfBuilt()
    {
        if (_built)
            throw new InvalidOperationException("The application has been built already.");
    }
}
