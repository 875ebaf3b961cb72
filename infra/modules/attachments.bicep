// The container for attachments in a storage account, and who may upload to it from a browser.

@description('Name of the account.')
param accountName string

@description('Origins of pages that upload and download attachments.')
param allowedOrigins string[]

@description('Gigabytes a month that Defender for Storage scans for malware; 0: not enabled.')
param malwareScanGb int

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
    // Defender soft-deletes files with malware. All deleted files are kept as long, so this is the shortest time.
    deleteRetentionPolicy: malwareScanGb == 0 ? null : { enabled: true, days: 1 }
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

// Only if wanted: the resource overrides the subscription's settings. The automated response is in preview versions only.
resource malwareScanning 'Microsoft.Security/defenderForStorageSettings@2025-09-01-preview' = if (malwareScanGb > 0) {
  scope: account
  name: 'current'
  properties: {
    isEnabled: true
    overrideSubscriptionLevelSettings: true
    malwareScanning: {
      automatedResponse: 'BlobSoftDelete'
      // The app reads them before it uses a file.
      blobScanResultsOptions: 'BlobIndexTags'
      onUpload: {
        isEnabled: true
        capGBPerMonth: malwareScanGb
        filters: {
          excludeBlobsWithPrefix: ['app-package/', 'azure-webjobs-']
        }
      }
    }
    sensitiveDataDiscovery: {
      isEnabled: false
    }
  }
  dependsOn: [blobs]
}
