// SignalR Service in serverless mode. It has no usable key: the app comes with a token, and so do clients, which the app lets make one.

import { roleIds } from '../roles.bicep'

@description('Region.')
param location string

@description('Name of the service, and of its address.')
param name string

@description('Tags of every resource.')
param tags object

@description('Size of a unit.')
param sku string

@description('How many units.')
param units int

@description('Origins of the pages that connect.')
param allowedOrigins string[]

@description('Resource id of the service\'s own identity.')
param identityId string

@description('Host name of the function app that connection events go to.')
param apiHost string

@description('Address of the vault where the Functions host keeps its keys.')
param hostKeyVaultUrl string

@description('Who sends, and lets clients connect: the app.')
param apiPrincipalId string

@description('Where logs go.')
param workspaceId string

// How the Functions host names the key "signalr_extension" in a vault: 095 is the underscore's code.
var upstreamKey = '{@Microsoft.KeyVault(SecretUri=${hostKeyVaultUrl}secrets/host--systemKey--signalr-095extension)}'

resource service 'Microsoft.SignalRService/signalR@2024-03-01' = {
  name: name
  location: location
  tags: tags
  kind: 'SignalR'
  sku: {
    name: sku
    tier: split(sku, '_')[0]
    capacity: units
  }
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    disableLocalAuth: true
    features: [
      {
        flag: 'ServiceMode'
        value: 'Serverless'
      }
      {
        flag: 'EnableConnectivityLogs'
        value: 'true'
      }
      {
        flag: 'EnableMessagingLogs'
        value: 'false'
      }
    ]
    cors: {
      allowedOrigins: allowedOrigins
    }
    // Clients only listen, so of what they do only connecting and disconnecting is of interest.
    upstream: {
      templates: [
        {
          hubPattern: 'chat'
          categoryPattern: 'connections'
          eventPattern: '*'
          urlTemplate: 'https://${apiHost}/runtime/webhooks/signalr?code=${upstreamKey}'
          auth: {
            type: 'None'
          }
        }
      ]
    }
  }
}

resource owner 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(service.id, apiPrincipalId, roleIds.signalRServiceOwner)
  scope: service
  properties: {
    principalId: apiPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.signalRServiceOwner)
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: service
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        categoryGroup: 'allLogs'
        enabled: true
      }
    ]
  }
}

@description('Resource id of the service, for alerts.')
output id string = service.id

@description('Address of the service.')
output url string = 'https://${service.properties.hostName}'
