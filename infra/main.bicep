// The whole chat in its own resource group. `azd up` deploys it; docs/deployment.md explains it.
targetScope = 'subscription'

@description('Name of the environment. One subscription can hold several.')
@minLength(1)
@maxLength(64)
param environmentName string

@description('Region of all resources except the static web app. Flex Consumption must be available there.')
param location string

@description('Region that manages the static web app. Its files are served globally.')
@allowed(['centralus', 'eastasia', 'eastus2', 'westeurope', 'westus2'])
param webLocation string = 'westeurope'

@description('Plan of the static web app. Standard adds an SLA and more custom domains.')
@allowed(['Free', 'Standard'])
param webSku string = 'Free'

@description('Additional origins that may call the API, separated by commas: a custom domain, a developer machine.')
param allowedOrigins string = ''

@description('Memory of an instance in MB: 512 (0.25 CPU), 2048 (1) or 4096 (2).')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('Maximum number of instances. It limits what a flood of requests can cost.')
@minValue(40)
@maxValue(1000)
param maximumInstances int = 100

@description('Number of always-ready instances, billed by the hour. With 0, the first request after a pause starts one.')
@minValue(0)
@maxValue(100)
param alwaysReadyInstances int = 0

@description('Concurrent requests per instance before another one starts. Concurrent sends to a room on one instance share a commit.')
@minValue(1)
@maxValue(1000)
param requestsPerInstance int = 100

@description('SKU of SignalR Service. Free_F1: 20 connections and 20,000 messages a day; the others: 1,000 connections a unit.')
@allowed(['Free_F1', 'Standard_S1', 'Premium_P1'])
param signalRSku string = 'Free_F1'

@description('Number of SignalR Service units. Free_F1 has one.')
@allowed([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100])
param signalRUnits int = 1

@description('Redundancy of the data: one data centre (LRS), three zones (ZRS), and a second region as well (GRS, GZRS).')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param storageRedundancy string = 'Standard_LRS'

@description('Additional storage accounts: the first day of each, such as 2027-01-31, separated by commas. Read docs/scale-and-cost.md before you add one.')
param furtherStorage string = ''

@description('Gigabytes a month, for each account, that Defender for Storage scans for malware. 0: not enabled. Read docs/attachments.md before you enable it.')
@minValue(0)
param malwareScanGb int = 0

@description('Daily cap of the logs in GB; -1: no limit.')
@minValue(-1)
param dailyLogCapGb int = 1

@description('Retention of the logs in days.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('Email address that receives alerts. Empty: alerts only show in the portal.')
param alertEmail string = ''

@description('Initial key that signs access tokens, 32 characters or more. Random by default. Ignored once the vault holds a key.')
@minLength(32)
@secure()
param tokenKey string = '${newGuid()}${newGuid()}'

@description('Whether to accept access tokens signed with the vault\'s other-token-key as well, while keys are rotated.')
param acceptOtherTokenKey bool = false

@description('URL of an OpenID Connect provider whose access tokens the API accepts. Empty: none. Read docs/identity.md.')
param oidcAuthority string = ''

@description('Audience of access tokens for the API.')
param oidcAudience string = ''

@description('Client id of the page at the provider. Empty: the page does not offer the provider.')
param oidcClientId string = ''

@description('Scopes that the page asks for.')
param oidcScope string = 'openid profile offline_access'

@description('Whether users can register and log in with a password.')
param localAccounts bool = true

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
    allowedOrigins: concat([web.outputs.origin], furtherOrigins)
    malwareScanGb: malwareScanGb
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
      allowedOrigins: concat([web.outputs.origin], furtherOrigins)
      malwareScanGb: malwareScanGb
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

// A separate vault: the Functions host writes to it, and treats every secret in it that is named like a host key as one.
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
    // By name, because the app needs the service's address: a reference would be a cycle.
    apiHost: '${apiName}.azurewebsites.net'
    hostKeyVaultUrl: hostKeyVault.outputs.url
    apiPrincipalId: identities.outputs.apiPrincipalId
    workspaceId: monitoring.outputs.workspaceId
  }
}

module api 'modules/api.bicep' = {
  scope: group
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
    furtherAccounts: [
      for (account, number) in furtherAccounts: {
        tablesUrl: furtherStorageAccounts[number].outputs.tablesUrl
        since: account.since
      }
    ]
    packageContainerUrl: storage.outputs.packageContainerUrl
    signalRUrl: signalR.outputs.url
    tokenKeyUrl: tokenKeySecret.outputs.secretUrl
    otherTokenKeyUrl: acceptOtherTokenKey ? tokenKeySecret.outputs.otherSecretUrl : ''
    hostKeyVaultUrl: hostKeyVault.outputs.url
    insightsConnectionString: monitoring.outputs.insightsConnectionString
    identityProvider: {
      authority: oidcAuthority
      audience: oidcAudience
      clientId: oidcClientId
      scope: oidcScope
    }
    localAccounts: localAccounts
    scansMalware: malwareScanGb > 0
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

// azd stores the outputs in its environment and passes them to builds; `azd env get-value` prints them.

@description('The resource group in which azd finds the services.')
output AZURE_RESOURCE_GROUP string = group.name

@description('Address of the API. Vite builds it into the page.')
output VITE_API_BASE string = api.outputs.url

@description('Name of the function app, for its keys and for restarting it.')
output API_NAME string = api.outputs.name

@description('Name of the vault with the token key, for rotating it.')
output TOKEN_VAULT_NAME string = tokenVault.outputs.name

@description('Address of the page.')
output WEB_URL string = web.outputs.origin
