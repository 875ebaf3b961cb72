// SignalR Service in serverless mode. Its access keys are disabled: the app authenticates with its identity.

import { roleIds } from '../roles.bicep'

@description('Region.')
param location string

@description('Name of the service, and the first part of its host name.')
param name string

@description('Tags of every resource.')
param tags object

@description('SKU: the size of a unit.')
param sku string

@description('Number of units.')
param units int

@description('Origins of the pages that connect.')
param allowedOrigins string[]

@description('Resource id of the service\'s own identity.')
param identityId string

@description('Host name of the function app that receives connection events.')
param apiHost string

@description('Address of the vault with the Functions host\'s keys.')
param hostKeyVaultUrl string

@description('Principal id of the app, which sends messages and lets clients connect.')
param apiPrincipalId string

@description('Workspace that receives logs.')
param workspaceId string

// The Functions host's name for the key "signalr_extension" in a vault: 095 is the character code of the underscore.
var upstreamKey = '{@Microsoft.KeyVault(SecretUri=${hostKeyVaultUrl}secrets/host--systemKey--signalr-095extension)}'

resource service 'Microsoft.SignalRService/signalR@2024-03-01' = {
  name: name
  location: location
  tags: tags
  kind: 'SignalR'
  sku: {
    name: sku
    tier: split(sku, '_')[0]
    capacity: sku == 'Free_F1' && units != 1 ? fail('Free_F1 has exactly one unit') : units
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
    // Clients don't send over their connections, so only connecting and disconnecting is reported.
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
