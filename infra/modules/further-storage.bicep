// An additional account for a share of the chat's rooms and users. Its shared keys are disabled.

import { roleIds } from '../roles.bicep'

@description('Region.')
param location string

@description('Name of the account.')
param name string

@description('Tags of every resource.')
param tags object

@description('Redundancy of the data.')
param redundancy string

@description('Origins of pages that upload and download attachments.')
param allowedOrigins string[]

@description('Gigabytes a month that Defender for Storage scans for malware; 0: not enabled.')
param malwareScanGb int

@description('Principal id of the app, which reads and writes tables and blobs.')
param apiPrincipalId string

@description('Workspace that receives metrics.')
param workspaceId string

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: redundancy
  }
  properties: {
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

// The app creates its tables when they are missing.
resource tables 'Microsoft.Storage/storageAccounts/tableServices@2025-01-01' = {
  parent: account
  name: 'default'
}

module attachments 'attachments.bicep' = {
  params: {
    accountName: account.name
    allowedOrigins: allowedOrigins
    malwareScanGb: malwareScanGb
  }
}

// With malware scanning, the app reads the results from the blobs' index tags, which a contributor may not read.
var blobRoleId = malwareScanGb > 0 ? roleIds.storageBlobDataOwner : roleIds.storageBlobDataContributor

resource blobRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account.id, apiPrincipalId, blobRoleId)
  scope: account
  properties: {
    principalId: apiPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobRoleId)
  }
}

resource tableContributor 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account.id, apiPrincipalId, roleIds.storageTableDataContributor)
  scope: account
  properties: {
    principalId: apiPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.storageTableDataContributor)
  }
}

// Metrics only: a log line for each table request would cost more than the request.
resource metrics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: tables
  properties: {
    workspaceId: workspaceId
    metrics: [
      {
        category: 'Transaction'
        enabled: true
      }
    ]
  }
}

@description('Address of the table service.')
output tablesUrl string = account.properties.primaryEndpoints.table
