using ChatFunctions.Client.Http;

namespace ChatFunctions.Client;

public sealed partial class ChatClient
{
    /// <summary>Creates an API key of a back end. <see cref="ChatClientOptions.FunctionKey"/> must be the app's master key.</summary>
    public async Task<NewApiKey> AddApiKeyAsync(string name, CancellationToken cancellationToken = default)
    {
        var request = ApiRequest.Post("keys", new AddApiKeyRequest(name), ApiJson.Default.AddApiKeyRequest);
        return ApiJson.Read(await SendWithFunctionKeyAsync(request, cancellationToken).ConfigureAwait(false), ApiJson.Default.NewApiKey);
    }

    /// <summary>Returns the API keys. <see cref="ChatClientOptions.FunctionKey"/> must be the app's master key.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListApiKeysAsync(CancellationToken cancellationToken = default)
    {
        var page = ApiJson.Read(await SendWithFunctionKeyAsync(ApiRequest.Get("keys"), cancellationToken).ConfigureAwait(false), ApiJson.Default.Page);
        return [.. page.Items.Select(key => ApiJson.Read(key, ApiJson.Default.ApiKey))];
    }

    /// <summary>Removes an API key. <see cref="ChatClientOptions.FunctionKey"/> must be the app's master key.</summary>
    public Task RemoveApiKeyAsync(string keyId, CancellationToken cancellationToken = default) =>
        SendWithFunctionKeyAsync(ApiRequest.Delete($"keys/{ApiPaths.Escaped(keyId)}"), cancellationToken);
}
