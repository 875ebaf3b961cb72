using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables.Accounts;

namespace Azure.Data.Tables.Rest;

/// <summary>Makes and sends the requests of one account: the headers that all have, and errors as exceptions.</summary>
internal sealed class RestClient(HttpPipeline pipeline, TableEndpoint endpoint, string version)
{
    public const string MinimalMetadata = "application/json;odata=minimalmetadata";
    public const string NoMetadata = "application/json;odata=nometadata";
    public const string Json = "application/json";
    private const string StorageScope = "https://storage.azure.com/.default";

    public TableEndpoint Endpoint { get; } = endpoint;

    public static RestClient Create(string connectionString, TableClientOptions? options)
    {
        var parsed = ConnectionString.Parse(connectionString);
        return Create(parsed.Endpoint, parsed.Credential is null ? null : new SharedKeyLitePolicy(parsed.Credential), options);
    }

    public static RestClient Create(Uri endpoint, TokenCredential tokenCredential, TableClientOptions? options)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(tokenCredential);
        return Create(new TableEndpoint(endpoint), new BearerTokenAuthenticationPolicy(tokenCredential, StorageScope), options);
    }

    public static RestClient Create(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions? options)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(credential);
        return Create(new TableEndpoint(endpoint), new SharedKeyLitePolicy(credential), options);
    }

    public HttpMessage Message(RequestMethod method, Uri uri, string accept, ResponseClassifier accepted)
    {
        var message = pipeline.CreateMessage(context: null, accepted);
        message.Request.Method = method;
        message.Request.Uri.Reset(uri);
        message.Request.Headers.Add("x-ms-version", version);
        message.Request.Headers.Add("DataServiceVersion", "3.0");
        message.Request.Headers.Add("Accept", accept);
        return message;
    }

    /// <exception cref="RequestFailedException">The service answered with a status that the message doesn't accept, or not at all.</exception>
    public async Task<Response> SendAsync(HttpMessage message, CancellationToken cancellationToken)
    {
        await pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return message.Response.IsError ? throw new RequestFailedException(message.Response) : message.Response;
    }

    private static RestClient Create(TableEndpoint endpoint, HttpPipelinePolicy? authentication, TableClientOptions? options)
    {
        options ??= new TableClientOptions();
        var pipelineOptions = new HttpPipelineOptions(options) { RequestFailedDetailsParser = ServiceErrorParser.Instance };
        if (authentication is not null) pipelineOptions.PerRetryPolicies.Add(authentication);
        return new RestClient(HttpPipelineBuilder.Build(pipelineOptions), endpoint, options.VersionString);
    }
}
