// The chat page: static files. It calls the function app directly, so it doesn't need a plan with a linked back end.

@description('Region that manages the site. Its files are served globally.')
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
    // A preview environment would have another origin, which CORS refuses.
    stagingEnvironmentPolicy: 'Disabled'
  }
}

@description('Origin of the page.')
output origin string = 'https://${site.properties.defaultHostname}'
