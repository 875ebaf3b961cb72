using Azure.Core;
using Azure.Identity;

namespace Microsoft.Azure.Functions.Worker.SignalR;

/// <summary>How an identity is named in settings.</summary>
internal sealed record IdentitySettings(bool UseManagedIdentity, string? TenantId, string? ClientId, string? ClientSecret);

/// <summary>Makes the credential of an identity-based connection; a service of its own so that tests can stand in for Entra.</summary>
internal class SignalRCredentials
{
    public virtual TokenCredential Create(IdentitySettings settings) => settings switch
    {
        { UseManagedIdentity: true, ClientId: { } id } => new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(id)),
        { UseManagedIdentity: true } => new ManagedIdentityCredential(ManagedIdentityId.SystemAssigned),
        { TenantId: { } tenant, ClientId: { } id, ClientSecret: { } secret } => new ClientSecretCredential(tenant, id, secret),
        _ => new DefaultAzureCredential(new DefaultAzureCredentialOptions
        {
            TenantId = settings.TenantId,
            ManagedIdentityClientId = settings.ClientId,
        }),
    };
}
