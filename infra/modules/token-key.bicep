// The secret that access tokens are signed with. Written once: deploying again leaves it, and whatever replaced it, alone.

@description('Name of the vault that holds it.')
param vaultName string

@description('Its first value, 32 characters or more.')
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

// Without a version, so that a new one is taken up by itself. Written out because a secret that was left alone yields no properties.
@description('Address of the secret, in whatever version is the newest.')
output secretUrl string = '${vault.properties.vaultUri}secrets/${tokenKey.name}'

@description('Address of the secret that, while keys are rotated, holds the other one. Whoever rotates makes it.')
output otherSecretUrl string = '${vault.properties.vaultUri}secrets/other-${tokenKey.name}'
