using Microsoft.OpenApi;

namespace ChatFunctions.ApiDescription.OpenApi;

/// <summary>How callers show who they are.</summary>
internal static class SecuritySchemes
{
    public const string AccessToken = "accessToken";
    public const string FunctionKey = "functionKey";

    /// <summary>The Functions host's own answer, given before the app is asked.</summary>
    public static IOpenApiResponse KeyRefused { get; } = new OpenApiResponse { Description = "The function key is missing or wrong. The Functions host says so, with no body." };

    public static void AddTo(OpenApiDocument document)
    {
        document.AddComponent<IOpenApiSecurityScheme>(AccessToken, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT",
            Description = "The `accessToken` of a session: from registering, logging in or refreshing. It works for 15 minutes.",
        });
        document.AddComponent<IOpenApiSecurityScheme>(FunctionKey, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = "x-functions-key",
            Description = "A key of the function app, for back ends. No user's token stands in for it.",
        });
    }
}
