// Log Analytics and Application Insights, which accepts telemetry from identities only.

import { roleIds } from '../roles.bicep'

@description('Region.')
param location string

@description('Suffix of all names.')
param nameSuffix string

@description('Tags of every resource.')
param tags object

@description('Daily cap of the logs in GB, which limits what they can cost.')
param dailyCapGb int

@description('Retention of the logs in days.')
param retentionDays int

@description('Principal id that may write telemetry.')
param publisherPrincipalId string

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-02-01' = {
  name: 'log-${nameSuffix}'
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: retentionDays
    workspaceCapping: {
      dailyQuotaGb: dailyCapGb
    }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-${nameSuffix}'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    DisableLocalAuth: true
  }
}

resource publisher 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(insights.id, publisherPrincipalId, roleIds.monitoringMetricsPublisher)
  scope: insights
  properties: {
    principalId: publisherPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.monitoringMetricsPublisher)
  }
}

@description('Resource id of the workspace, for diagnostic settings.')
output workspaceId string = workspace.id

@description('Resource id of Application Insights, for alerts.')
output insightsId string = insights.id

@description('Connection string for telemetry. Not a secret, because writing requires a token.')
output insightsConnectionString string = insights.properties.ConnectionString
