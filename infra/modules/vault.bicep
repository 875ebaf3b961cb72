// A vault with role-based access, and its role assignments.

import { roleIds } from '../roles.bicep'

@description('Region.')
param location string

@description('Name of the vault, 24 characters at most.')
@maxLength(24)
param name string

@description('Tags of every resource.')
param tags object

@description('Principal ids that may read secrets.')
param readers string[]

@description('Principal ids that may read and write secrets.')
param officers string[] = []

@description('Workspace that receives the audit log.')
param workspaceId string

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 7
  }
}

resource read 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for principalId in readers: {
    name: guid(vault.id, principalId, roleIds.keyVaultSecretsUser)
    scope: vault
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.keyVaultSecretsUser)
    }
  }
]

resource write 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for principalId in officers: {
    name: guid(vault.id, principalId, roleIds.keyVaultSecretsOfficer)
    scope: vault
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.keyVaultSecretsOfficer)
    }
  }
]

resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: vault
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        categoryGroup: 'audit'
        enabled: true
      }
    ]
  }
}

@description('Name of the vault.')
output name string = vault.name

@description('Address of the vault, with a slash at the end.')
output url string = vault.properties.vaultUri
