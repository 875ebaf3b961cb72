// The chat page: static files. It asks the API of the function app directly, so no plan with a linked back end is needed.

@description('Region that manages the site; its files are served from everywhere.')
param location string

@description('Name of the site.')
param name string

@description('Tags of every resource.')
param tags object

@description('Plan of the site.')
param sku string

resource site 'Microsoft.Web/staticSites@2025-03-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'web' })
  sku: {
    name: sku
    tier: sku
  }
  properties: {
    // A preview would have another origin, which the API refuses.
    stagingEnvironmentPolicy: 'Disabled'
  }
}

@description('Origin of the page.')
output origin string = 'https://${site.properties.defaultHostname}'
