// Where logs and metrics go. Telemetry is accepted from identities alone.

import { roleIds } from '../roles.bicep'

@description('Region.')
param location string

@description('What ends each name.')
param nameSuffix string

@description('Tags of every resource.')
param tags object

@description('GB of logs a day after which no more are taken: what a flood of them can cost, at most.')
param dailyCapGb int

@description('Days that logs are kept.')
param retentionDays int

@description('Who may write telemetry.')
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

@description('Where telemetry is sent; not a secret, as writing takes a token.')
output insightsConnectionString string = insights.properties.ConnectionString
