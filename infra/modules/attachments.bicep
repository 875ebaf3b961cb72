// The container for attachments in a storage account, and who may upload to it from a browser.

@description('Name of the account.')
param accountName string

@description('Origins of pages that upload and download attachments.')
param allowedOrigins string[]

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: accountName
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-01-01' = {
  parent: account
  name: 'default'
  properties: {
    cors: {
      corsRules: [
        {
          allowedOrigins: allowedOrigins
          allowedMethods: ['GET', 'HEAD', 'PUT']
          allowedHeaders: ['content-type', 'range', 'x-ms-blob-type']
          exposedHeaders: ['content-length', 'content-range', 'x-ms-error-code']
          maxAgeInSeconds: 86400
        }
      ]
    }
  }
}

// Private: the app signs an address for each upload and download.
resource container 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01' = {
  parent: blobs
  name: 'chatattachments'
}

// Old attachments are rarely read. The app itself deletes what no message has.
resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2025-01-01' = {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          name: 'cool-old-attachments'
          type: 'Lifecycle'
          definition: {
            filters: {
              blobTypes: ['blockBlob']
              prefixMatch: ['${container.name}/']
            }
            actions: {
              baseBlob: {
                tierToCool: {
                  daysAfterModificationGreaterThan: 90
                }
              }
            }
          }
        }
      ]
    }
  }
}
