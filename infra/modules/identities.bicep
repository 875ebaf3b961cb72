// Identities of the app and of SignalR Service, which authenticate without passwords, keys and connection strings.

@description('Region.')
param location string

@description('Suffix of all names.')
param nameSuffix string

@description('Tags of every resource.')
param tags object

resource api 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'id-api-${nameSuffix}'
  location: location
  tags: tags
}

resource signalR 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'id-signalr-${nameSuffix}'
  location: location
  tags: tags
}

@description('Resource id of the app\'s identity.')
output apiId string = api.id

@description('Client id of the app\'s identity, with which it requests tokens.')
output apiClientId string = api.properties.clientId

@description('Principal id of the app\'s identity, for role assignments.')
output apiPrincipalId string = api.properties.principalId

@description('Resource id of SignalR Service\'s identity.')
output signalRId string = signalR.id

@description('Principal id of SignalR Service\'s identity.')
output signalRPrincipalId string = signalR.properties.principalId
