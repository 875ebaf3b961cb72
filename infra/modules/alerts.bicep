// Metric alerts. docs/operations.md says what to do about each, and which log alerts to add.

@description('Suffix of all names.')
param nameSuffix string

@description('Tags of every resource.')
param tags object

@description('Email address that receives alerts. Empty: alerts only show in the portal.')
param email string

@description('Resource id of Application Insights.')
param insightsId string

@description('Resource id of the storage account\'s table service.')
param tablesId string

@description('Resource id of SignalR Service.')
param signalRId string

var rules = [
  {
    name: 'failed-requests'
    description: 'More than 10 invocations failed within 5 minutes: responses of 500 and above, or broadcasts.'
    severity: 1
    scope: insightsId
    metric: 'requests/failed'
    aggregation: 'Count'
    operator: 'GreaterThan'
    threshold: 10
  }
  {
    name: 'storage-unavailable'
    description: 'Less than 99 % of requests to the tables succeeded within 5 minutes.'
    severity: 1
    scope: tablesId
    metric: 'Availability'
    aggregation: 'Average'
    operator: 'LessThan'
    threshold: 99
  }
  {
    name: 'storage-slow'
    description: 'Requests to the tables took more than 250 ms on average within 5 minutes.'
    severity: 2
    scope: tablesId
    metric: 'SuccessE2ELatency'
    aggregation: 'Average'
    operator: 'GreaterThan'
    threshold: 250
  }
  {
    name: 'signalr-errors'
    description: 'At some point within 5 minutes, more than 2 % of the requests to SignalR Service failed because of the service.'
    severity: 1
    scope: signalRId
    metric: 'SystemErrors'
    // The only aggregation that this metric supports.
    aggregation: 'Maximum'
    operator: 'GreaterThan'
    threshold: 2
  }
  {
    name: 'signalr-connections'
    description: 'More than 80 % of the connections of the SignalR Service units are in use.'
    severity: 2
    scope: signalRId
    metric: 'ConnectionQuotaUtilization'
    aggregation: 'Maximum'
    operator: 'GreaterThan'
    threshold: 80
  }
]

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-${nameSuffix}'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'chat'
    enabled: true
    emailReceivers: empty(email)
      ? []
      : [
          {
            name: 'operator'
            emailAddress: email
            useCommonAlertSchema: true
          }
        ]
  }
}

resource alerts 'Microsoft.Insights/metricAlerts@2018-03-01' = [
  for rule in rules: {
    name: 'alert-${rule.name}-${nameSuffix}'
    location: 'global'
    tags: tags
    properties: {
      description: rule.description
      severity: rule.severity
      enabled: true
      scopes: [rule.scope]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT5M'
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            name: rule.name
            criterionType: 'StaticThresholdCriterion'
            metricName: rule.metric
            timeAggregation: rule.aggregation
            operator: rule.operator
            threshold: rule.threshold
          }
        ]
      }
      autoMitigate: true
      actions: [
        {
          actionGroupId: people.id
        }
      ]
    }
  }
]
