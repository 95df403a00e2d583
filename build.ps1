# The door to the build for PowerShell 5.1 and later: .\build.ps1 TARGET. All logic is in build.cs; this only finds
# dotnet.
# Continue: with Stop, Windows PowerShell 5.1 ends the script at the first line a program writes to standard error.
$ErrorActionPreference = 'Continue'
$root = $PSScriptRoot
$candidates = @()
if ($env:DOTNET_ROOT) { $candidates += Join-Path $env:DOTNET_ROOT 'dotnet' }
$onPath = Get-Command dotnet -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1
if ($onPath) { $candidates += $onPath.Path }
if ($env:ProgramFiles) { $candidates += Join-Path $env:ProgramFiles 'dotnet\dotnet.exe' }

# No build server outlives the build: each would hold memory and files of this tree.
$env:MSBUILDDISABLENODEREUSE = '1'
$env:DOTNET_CLI_USE_MSBUILD_SERVER = '0'
$env:UseSharedCompilation = 'false'
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$env:DOTNET_NOLOGO = '1'

Push-Location -LiteralPath $root
try {
    $dotnet = $null
    foreach ($candidate in $candidates) {
        if (-not (Get-Command $candidate -CommandType Application -ErrorAction SilentlyContinue)) { continue }
        # --version fails when no installed SDK satisfies global.json
        & $candidate --version 2>$null | Out-Null
        if ($LASTEXITCODE -eq 0) { $dotnet = $candidate; break }
    }
    if (-not $dotnet) {
        Write-Host 'build.ps1: no .NET SDK found that satisfies global.json (10.0.400 or a later 10.0.4xx).'
        Write-Host 'Install it from https://dotnet.microsoft.com/download/dotnet/10.0,'
        Write-Host 'then put dotnet on PATH or set DOTNET_ROOT.'
        exit 1
    }
    & $dotnet run --file (Join-Path $root 'build.cs') -- @args
    exit $LASTEXITCODE
}
finally {
    Pop-Location
}
