// The function app, on its own Flex Consumption plan.

@description('Region; Flex Consumption must be available there.')
param location string

@description('Name of the app, and the first part of its host name.')
param name string

@description('Name of the plan.')
param planName string

@description('Tags of every resource.')
param tags object

@description('Memory of an instance in MB. CPU is proportional to it.')
param instanceMemoryMB int

@description('Maximum number of instances.')
param maximumInstances int

@description('Number of always-ready instances, billed by the hour. With 0, the first request after a pause starts one.')
param alwaysReadyInstances int

@description('Concurrent requests per instance before another one starts.')
param requestsPerInstance int

@description('Origins that may call the app from a browser.')
param allowedOrigins string[]

@description('Resource id of the app\'s identity.')
param identityId string

@description('Client id of the app\'s identity.')
param identityClientId string

@description('Name of the storage account.')
param storageName string

@description('Additional storage accounts: the address of the tables of each, and the day from which it takes rooms and users.')
param furtherAccounts { tablesUrl: string, since: string }[]

@description('Address of the container for deployed packages.')
param packageContainerUrl string

@description('Address of SignalR Service.')
param signalRUrl string

@description('Address of the secret that signs access tokens.')
param tokenKeyUrl string

@description('Address of another secret whose access tokens are accepted as well; empty: none.')
param otherTokenKeyUrl string

@description('Address of the vault with the Functions host\'s keys.')
param hostKeyVaultUrl string

@description('Connection string of Application Insights.')
param insightsConnectionString string

@description('OpenID Connect provider whose access tokens the app accepts; no authority: none.')
param identityProvider { authority: string, audience: string, clientId: string, scope: string }

@description('Whether users can register and log in with a password.')
param localAccounts bool

@description('Whether Defender for Storage scans attachments for malware. Only files without threats are sent then.')
param scansMalware bool

var settings = {
  AzureWebJobsStorage__accountName: storageName
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  AzureWebJobsSecretStorageType: 'keyvault'
  AzureWebJobsSecretStorageKeyVaultUri: hostKeyVaultUrl
  AzureWebJobsSecretStorageKeyVaultClientId: identityClientId
  AzureSignalRConnectionString__serviceUri: signalRUrl
  AzureSignalRConnectionString__credential: 'managedidentity'
  AzureSignalRConnectionString__clientId: identityClientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  // Azure's front end appends the client's address. Without this setting all clients would share one rate limit.
  Chat__RateLimits__TrustForwardedFor: 'true'
  Chat__Identity__LocalAccounts: string(localAccounts)
  Chat__TokenKey: '@Microsoft.KeyVault(SecretUri=${tokenKeyUrl})'
}

var rotationSettings = empty(otherTokenKeyUrl) ? {} : { Chat__OtherTokenKey: '@Microsoft.KeyVault(SecretUri=${otherTokenKeyUrl})' }

var scanSettings = scansMalware ? { Chat__Attachments__RequireScan: 'true' } : {}

var providerSettings = empty(identityProvider.authority)
  ? {}
  : {
      Chat__Identity__Providers__0__Authority: identityProvider.authority
      Chat__Identity__Providers__0__Audience: identityProvider.audience
      Chat__Identity__Providers__0__ClientId: identityProvider.clientId
      Chat__Identity__Providers__0__Scope: identityProvider.scope
    }

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
  }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'api' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    siteConfig: {
      minTlsVersion: '1.2'
      cors: {
        allowedOrigins: allowedOrigins
        // The SignalR client sends credentials when it negotiates.
        supportCredentials: true
      }
      appSettings: concat(
        map(
          items(union(settings, rotationSettings, scanSettings, providerSettings)),
          setting => { name: setting.key, value: setting.value }
        ),
        flatten(
          map(furtherAccounts, (account, number) => [
            {
              name: 'Chat__StorageAccounts__${number}'
              value: account.tablesUrl
            }
            {
              name: 'Chat__StorageAccounts__${number}__Since'
              value: account.since
            }
          ])
        )
      )
    }
    functionAppConfig: {
      runtime: {
        name: 'dotnet-isolated'
        version: '10.0'
      }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packageContainerUrl
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstances
        alwaysReady: alwaysReadyInstances == 0
          ? []
          : [
              {
                name: 'http'
                instanceCount: alwaysReadyInstances
              }
            ]
        triggers: {
          http: {
            perInstanceConcurrency: requestsPerInstance
          }
        }
      }
    }
  }
}

// azd deploys with a Microsoft Entra token, so no publishing password is needed.
resource ftpCredentials 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'ftp'
  properties: {
    allow: false
  }
}

resource scmCredentials 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'scm'
  properties: {
    allow: false
  }
}

@description('Name of the app.')
output name string = app.name

@description('Address of the app, without a slash at the end.')
output url string = 'https://${app.properties.defaultHostName}'
