using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Azure.Functions.Worker.Invocation;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>Fills a <see cref="FromBodyAttribute"/> parameter by MVC's body binder, as the official integration does.</summary>
internal static class RequestBody
{
    public static ArgumentBinder For(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        return invocation => ReadAsync(invocation.Request, type);
    }

    private static async ValueTask<object?> ReadAsync(HttpContext http, Type type)
    {
        var metadata = http.RequestServices.GetRequiredService<IModelMetadataProvider>().GetMetadataForType(type);
        var binder = http.RequestServices.GetRequiredService<IModelBinderFactory>().CreateBinder(new ModelBinderFactoryContext
        {
            Metadata = metadata,
            BindingInfo = new BindingInfo { BindingSource = BindingSource.Body, BinderModelName = "" },
        });
        var binding = new DefaultModelBindingContext
        {
            ModelMetadata = metadata,
            ModelName = "",
            BindingSource = BindingSource.Body,
            ModelState = new ModelStateDictionary(),
            ActionContext = new ActionContext { HttpContext = http },
        };

        await binder.BindModelAsync(binding);
        return binding.Result.IsModelSet ? binding.Result.Model
            : binding.ModelState.IsValid ? null
            : throw new InvalidOperationException(string.Join('\n', Errors(binding.ModelState)));
    }

    private static IEnumerable<string?> Errors(ModelStateDictionary state) =>
        state.Values
            .SelectMany(entry => entry.Errors)
            .Select(error => error.ErrorMessage is { Length: > 0 } text ? text : error.Exception?.Message);
}
