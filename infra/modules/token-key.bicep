// The secret that signs access tokens. It is written once; later deployments don't change it.

@description('Name of its vault.')
param vaultName string

@description('Initial value, 32 characters or more.')
@minLength(32)
@secure()
param initialValue string

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vaultName
}

@onlyIfNotExists()
resource tokenKey 'Microsoft.KeyVault/vaults/secrets@2024-11-01' = {
  parent: vault
  name: 'token-key'
  properties: {
    value: initialValue
    contentType: 'text/plain'
  }
}

// Without a version, so that Azure picks up new ones. Composed, because a resource that wasn't deployed has no properties.
@description('Address of the newest version of the secret.')
output secretUrl string = '${vault.properties.vaultUri}secrets/${tokenKey.name}'

@description('Address of the secret with the other key while keys are rotated. The operator creates it.')
output otherSecretUrl string = '${vault.properties.vaultUri}secrets/other-${tokenKey.name}'
