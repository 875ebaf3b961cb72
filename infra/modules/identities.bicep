// Who the app and SignalR Service are. No password, key or connection string is used between the parts.

@description('Region.')
param location string

@description('What ends each name.')
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

@description('Client id of the app\'s identity, by which it asks for its tokens.')
output apiClientId string = api.properties.clientId

@description('Principal id of the app\'s identity, to which roles are assigned.')
output apiPrincipalId string = api.properties.principalId

@description('Resource id of SignalR Service\'s identity.')
output signalRId string = signalR.id

@description('Principal id of SignalR Service\'s identity.')
output signalRPrincipalId string = signalR.properties.principalId
