// The function app, on a Flex Consumption plan of its own.

@description('Region; Flex Consumption must be available there.')
param location string

@description('Name of the app, and of its address.')
param name string

@description('Name of the plan.')
param planName string

@description('Tags of every resource.')
param tags object

@description('Memory of an instance in MB; its CPU goes with it.')
param instanceMemoryMB int

@description('How many instances there can be.')
param maximumInstances int

@description('How many instances wait for HTTP requests, paid for by the hour; 0: the first request after a pause starts one.')
param alwaysReadyInstances int

@description('Requests that an instance works on at once before another one is started.')
param requestsPerInstance int

@description('Origins of the pages that may call the app.')
param allowedOrigins string[]

@description('Resource id of the app\'s identity.')
param identityId string

@description('Client id of the app\'s identity.')
param identityClientId string

@description('Name of the storage account.')
param storageName string

@description('Further storage accounts: the name of each, and since when it takes rooms and users.')
param furtherAccounts object[]

@description('Address of the container that packages are deployed to.')
param packageContainerUrl string

@description('Address of SignalR Service.')
param signalRUrl string

@description('Address of the secret that access tokens are signed with.')
param tokenKeyUrl string

@description('Address of another secret whose access tokens are taken too; empty: none.')
param otherTokenKeyUrl string

@description('Address of the vault where the Functions host keeps its keys.')
param hostKeyVaultUrl string

@description('Where telemetry is sent.')
param insightsConnectionString string

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
  // Azure's front end appends the client's address; without this everybody would count as one.
  Chat__RateLimits__TrustForwardedFor: 'true'
  Chat__TokenKey: '@Microsoft.KeyVault(SecretUri=${tokenKeyUrl})'
}

var rotationSettings = empty(otherTokenKeyUrl) ? {} : { Chat__OtherTokenKey: '@Microsoft.KeyVault(SecretUri=${otherTokenKeyUrl})' }

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
        // The SignalR client negotiates with credentials.
        supportCredentials: true
      }
      appSettings: concat(
        map(items(union(settings, rotationSettings)), setting => { name: setting.key, value: setting.value }),
        flatten(
          map(range(0, length(furtherAccounts)), number => [
            {
              name: 'Chat__StorageAccounts__${number}'
              value: 'https://${furtherAccounts[number].name}.table.${environment().suffixes.storage}'
            }
            {
              name: 'Chat__StorageAccounts__${number}__Since'
              value: furtherAccounts[number].since
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

@description('Name of the app.')
output name string = app.name

@description('Address of the app, without a slash at the end.')
output url string = 'https://${app.properties.defaultHostName}'
