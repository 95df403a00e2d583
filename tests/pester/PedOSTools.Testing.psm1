# What the tests need: images, packages, programs. Images are made once and copied; scratch folders go with the run.
Set-StrictMode -Version Latest

$script:Repository = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)

function Get-TestModulePath {
    # The staged module, as it is shipped.
    $version = (Import-PowerShellDataFile -Path (Join-Path $script:Repository 'PedOSTools.psd1')).ModuleVersion
    Join-Path $script:Repository "out/PedOSTools/$version/PedOSTools.psd1"
}

function Get-TestProgram {
    param([Parameter(Mandatory)][string] $Project)
    $built = foreach ($configuration in 'Release', 'Debug') {
        Join-Path $script:Repository "tests/$Project/bin/$configuration/net10.0/$([IO.Path]::GetFileName($Project)).dll"
    }
    $found = $built | Where-Object { Test-Path -LiteralPath $_ } | Select-Object -First 1
    if (-not $found) {
        throw "tests/$Project is not built"
    }
    $found
}

function Get-TestAgentFolder {
    if ($env:PEDOS_BIN) { $env:PEDOS_BIN } else { Join-Path $script:Repository 'out/bin' }
}

function New-TestImage {
    param([Parameter(Mandatory)][string] $Path)
    if (-not (Test-Path -LiteralPath $Path)) {
        & dotnet (Get-TestProgram -Project 'PedOS.TestKit.Hives') make-image $Path
        if ($LASTEXITCODE -ne 0) {
            throw "no image could be made at $Path"
        }
    }
    $Path
}

function Copy-TestImage {
    param([Parameter(Mandatory)][string] $From, [Parameter(Mandatory)][string] $To)
    & cp -a -- $From $To
    $To
}

function Get-TestImageHash {
    # Every file by its content: equal only when nothing changed.
    param([Parameter(Mandatory)][string] $Path)
    $lines = Get-ChildItem -LiteralPath $Path -Recurse -Force | Sort-Object -Property FullName -Culture '' |
        ForEach-Object {
            $hash = if ($_.PSIsContainer) { 'folder' } else { (Get-FileHash -LiteralPath $_.FullName).Hash }
            "$($_.FullName) $hash"
        }
    $lines -join "`n"
}

function New-TestPackage {
    # A package with something of every component; its files tell the version.
    param(
        [Parameter(Mandatory)][string] $Path,
        [string] $Version = '7.1.0'
    )
    $contents = [ordered]@{
        'bin/setup.exe'              = 'Shared'
        'bin/qrexec-agent.exe'       = 'Agent'
        'bin/qrexec-wrapper.exe'     = 'Agent'
        'bin/PedOSdb-daemon.exe'     = 'Agent'
        'bin/network-setup.exe'      = 'Agent'
        'qubes-rpc/qubes.VMShell'    = 'Agent'
        'bin/prepare-volume.exe'     = 'MoveProfiles'
        'bin/QgaWatchdog.exe'        = 'Gui'
        'drivers/xenbus/xenbus.inf'  = 'XenBase'
        'drivers/xenvif/xenvif.inf'  = 'XenNetwork'
        'drivers/xenvbd/xenvbd.inf'  = 'XenDisk'
    }
    $files = foreach ($name in $contents.Keys) {
        $file = Join-Path $Path $name
        $null = New-Item -ItemType Directory -Force -Path (Split-Path -Parent $file)
        [IO.File]::WriteAllText($file, "$name of version $Version")
        [ordered]@{
            path      = $name
            component = $contents[$name]
            sha256    = (Get-FileHash -LiteralPath $file -Algorithm SHA256).Hash.ToLowerInvariant()
            length    = (Get-Item -LiteralPath $file).Length
        }
    }
    $drivers = foreach ($name in @($contents.Keys) -like '*.inf') {
        [ordered]@{ inf = $name; version = "$Version.1"; component = $contents[$name]; testSigned = $false }
    }
    [ordered]@{ format = 1; version = $Version; files = @($files); drivers = @($drivers); certificates = @() } |
        ConvertTo-Json -Depth 5 |
        Set-Content -LiteralPath (Join-Path $Path 'package.json')
    $Path
}

function New-TestProgram {
    # A program of the product that a test plays: PEDOS_BIN names its folder.
    param([Parameter(Mandatory)][string] $Folder, [Parameter(Mandatory)][string] $Name, [string] $Script)
    $null = New-Item -ItemType Directory -Force -Path $Folder
    $file = Join-Path $Folder $Name
    [IO.File]::WriteAllText($file, "#!/bin/sh`n$Script`n")
    & chmod 755 $file
}

Export-ModuleMember -Function '*-Test*'
