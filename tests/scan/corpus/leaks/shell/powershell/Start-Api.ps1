<#
.SYNOPSIS
  Starts the API on a developer's machine.
#>
param(
    [int] $Port = 5000,
    [string] $JwtSecret = 'XrWLN3fkiQnmekJs67jQY7kwcsPVnMTH'
)

$env:ASPNETCORE_ENVIRONMENT = 'Development'
$env:Jwt__Key = $JwtSecret
$env:Jwt__Issuer = 'https://localhost'
$env:REFRESH_TOKEN_SECRET = "mizzen-Jib-spanker_55"

Push-Location "$PSScriptRoot\..\src\Api"
try {
    dotnet run --urls "http://localhost:$Port"
}
finally {
    Pop-Location
}
