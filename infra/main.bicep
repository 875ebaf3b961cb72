// A whole chat in a resource group of its own. `azd up` deploys it; docs/deployment.md explains it.
targetScope = 'subscription'

@description('Name of the environment; one subscription can hold several.')
@minLength(1)
@maxLength(64)
param environmentName string

@description('Region of everything but the page\'s management. Flex Consumption must be available there.')
param location string

@description('Region that manages the page; its files are served from everywhere.')
@allowed(['centralus', 'eastasia', 'eastus2', 'westeurope', 'westus2'])
param webLocation string = 'westeurope'

@description('Plan of the page\'s site. Standard adds an SLA and more custom domains.')
@allowed(['Free', 'Standard'])
param webSku string = 'Free'

@description('Further origins of pages that may use the API, with commas between them: a custom domain, a developer\'s machine.')
param allowedOrigins string = ''

@description('Memory of an instance in MB: 512 (0.25 CPU), 2048 (1) or 4096 (2).')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('How many instances there can be: what a flood of requests can cost, at most.')
@minValue(40)
@maxValue(1000)
param maximumInstances int = 100

@description('How many instances always wait for HTTP requests, paid for by the hour; 0: after a pause the first request starts one.')
@minValue(0)
@maxValue(100)
param alwaysReadyInstances int = 0

@description('Requests at once in an instance before another one starts. Sends to a room that meet in one instance share a commit.')
@minValue(1)
@maxValue(1000)
param requestsPerInstance int = 100

@description('Size of a SignalR Service unit. Free_F1: 20 connections, 20,000 messages a day in all; the others 1,000 connections a unit.')
@allowed(['Free_F1', 'Standard_S1', 'Premium_P1'])
param signalRSku string = 'Free_F1'

@description('How many SignalR Service units; Free_F1 has one.')
@minValue(1)
@maxValue(100)
param signalRUnits int = 1

@description('How many copies of the data are kept: in one data centre (LRS), in three zones (ZRS), and in another region too (GRS, GZRS).')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param storageRedundancy string = 'Standard_LRS'

@description('For each further storage account, with commas between: the first day of what it takes, as in 2027-01-31. See docs/scale-and-cost.md before adding one.')
param furtherStorage string = ''

@description('GB of logs a day after which no more are taken; -1: no limit.')
@minValue(-1)
param dailyLogCapGb int = 1

@description('Days that logs are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('Who is written to when something is wrong; empty: nobody, and alerts only show in the portal.')
param alertEmail string = ''

@description('What access tokens are signed with at first, 32 characters or more; random unless given. Without effect once there is one.')
@minLength(32)
@secure()
param tokenKey string = '${newGuid()}${newGuid()}'

@description('Whether access tokens signed with the vault\'s other-token-key are taken too: while keys are rotated.')
param acceptOtherTokenKey bool = false

var tags = { 'azd-env-name': environmentName }
var nameSuffix = toLower(uniqueString(subscription().id, environmentName, location))
var apiName = 'func-${nameSuffix}'
var furtherOrigins = empty(allowedOrigins) ? [] : map(split(allowedOrigins, ','), origin => trim(origin))

var furtherDays = empty(furtherStorage) ? [] : map(split(furtherStorage, ','), day => trim(day))
var furtherAccounts = [
  for number in range(0, length(furtherDays)): {
    name: 'st${nameSuffix}${number + 2}'
    since: furtherDays[number]
  }
]

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identities 'modules/identities.bicep' = {
  scope: group
  params: {
    location: location
    nameSuffix: nameSuffix
    tags: tags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: {
    location: location
    nameSuffix: nameSuffix
    tags: tags
    dailyCapGb: dailyLogCapGb
    retentionDays: logRetentionDays
    publisherPrincipalId: identities.outputs.apiPrincipalId
  }
}

module storage 'modules/storage.bicep' = {
  scope: group
  params: {
    location: location
    name: 'st${nameSuffix}'
    tags: tags
    redundancy: storageRedundancy
    apiPrincipalId: identities.outputs.apiPrincipalId
    workspaceId: monitoring.outputs.workspaceId
  }
}

module furtherStorageAccounts 'modules/further-storage.bicep' = [
  for account in furtherAccounts: {
    scope: group
    params: {
      location: location
      name: account.name
      tags: tags
      redundancy: storageRedundancy
      apiPrincipalId: identities.outputs.apiPrincipalId
      workspaceId: monitoring.outputs.workspaceId
    }
  }
]

module tokenVault 'modules/vault.bicep' = {
  scope: group
  params: {
    location: location
    name: 'kv-token-${nameSuffix}'
    tags: tags
    readers: [identities.outputs.apiPrincipalId]
    workspaceId: monitoring.outputs.workspaceId
  }
}

module tokenKeySecret 'modules/token-key.bicep' = {
  scope: group
  params: {
    vaultName: tokenVault.outputs.name
    initialValue: tokenKey
  }
}

// A vault of its own, because the Functions host writes to it, and takes every secret in it that is named like a key for its own.
module hostKeyVault 'modules/vault.bicep' = {
  scope: group
  params: {
    location: location
    name: 'kv-host-${nameSuffix}'
    tags: tags
    readers: [identities.outputs.signalRPrincipalId]
    officers: [identities.outputs.apiPrincipalId]
    workspaceId: monitoring.outputs.workspaceId
  }
}

module web 'modules/web.bicep' = {
  scope: group
  params: {
    location: webLocation
    name: 'stapp-${nameSuffix}'
    tags: tags
    sku: webSku
  }
}

module signalR 'modules/signalr.bicep' = {
  scope: group
  params: {
    location: location
    name: 'sigr-${nameSuffix}'
    tags: tags
    sku: signalRSku
    units: signalRUnits
    allowedOrigins: concat([web.outputs.origin], furtherOrigins)
    identityId: identities.outputs.signalRId
    // By name, since the app in turn needs the service's address.
    apiHost: '${apiName}.azurewebsites.net'
    hostKeyVaultUrl: hostKeyVault.outputs.url
    apiPrincipalId: identities.outputs.apiPrincipalId
    workspaceId: monitoring.outputs.workspaceId
  }
}

module api 'modules/api.bicep' = {
  scope: group
  // Named to it, not asked of them.
  dependsOn: [furtherStorageAccounts]
  params: {
    location: location
    name: apiName
    planName: 'plan-${nameSuffix}'
    tags: tags
    instanceMemoryMB: instanceMemoryMB
    maximumInstances: maximumInstances
    alwaysReadyInstances: alwaysReadyInstances
    requestsPerInstance: requestsPerInstance
    allowedOrigins: concat([web.outputs.origin], furtherOrigins)
    identityId: identities.outputs.apiId
    identityClientId: identities.outputs.apiClientId
    storageName: storage.outputs.name
    furtherAccounts: furtherAccounts
    packageContainerUrl: storage.outputs.packageContainerUrl
    signalRUrl: signalR.outputs.url
    tokenKeyUrl: tokenKeySecret.outputs.secretUrl
    otherTokenKeyUrl: acceptOtherTokenKey ? tokenKeySecret.outputs.otherSecretUrl : ''
    hostKeyVaultUrl: hostKeyVault.outputs.url
    insightsConnectionString: monitoring.outputs.insightsConnectionString
  }
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  params: {
    nameSuffix: nameSuffix
    tags: tags
    email: alertEmail
    insightsId: monitoring.outputs.insightsId
    tablesId: storage.outputs.tablesId
    signalRId: signalR.outputs.id
  }
}

// azd keeps these in its environment and hands them to the builds that follow, and to whoever asks with `azd env get-value`.

@description('The resource group that azd looks for the services in.')
output AZURE_RESOURCE_GROUP string = group.name

@description('Chooses the official packages when MSBuild builds the app for deployment: see Directory.Build.targets.')
output AzureSdk string = 'official'

@description('Where the page finds the API; built into it by Vite.')
output VITE_API_BASE string = api.outputs.url

@description('Name of the function app, for its keys and for restarting it.')
output API_NAME string = api.outputs.name

@description('Name of the vault with the token key, for rotating it.')
output TOKEN_VAULT_NAME string = tokenVault.outputs.name

@description('Where the page is.')
output WEB_URL string = web.outputs.origin
