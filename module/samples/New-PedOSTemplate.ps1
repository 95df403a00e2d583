<#
.SYNOPSIS
    Makes a Windows a template for PedOS, from the first file to the last check.
.DESCRIPTION
    Works on the running Windows, or on an image of one that is shut down. Stops at the first failure and puts back what
    the failing step had changed. Run it again after a failure: what is done already stays as it is.
.PARAMETER ImagePath
    Root of a Windows volume that is not running; without it the running Windows is made a template.
.PARAMETER Source
    Folder of the package; by default the one beside the module.
.PARAMETER TrustedCertificate
    Files with certificates of the package's signer; not needed when the module is signed by the same one.
.PARAMETER AllowUnsigned
    Takes a package that is not signed.
.PARAMETER Component
    Components to install; by default the usual ones and the move of the profiles.
.PARAMETER Service
    Services that other machines may call: a table of names and commands.
.PARAMETER LogLevel
    How much the programs log in machines made from the template.
.EXAMPLE
    ./New-PedOSTemplate.ps1 -ImagePath D:\images\win11 -Service @{ 'my.Backup' = '"C:\Tools\backup.exe" %1' }
#>
[CmdletBinding(SupportsShouldProcess)]
[OutputType('PedOS.Tools.Engine.Status.InstallationStatus')]
param(
    [string] $ImagePath,
    [string] $Source,
    [string[]] $TrustedCertificate = @(),
    [switch] $AllowUnsigned,
    [string[]] $Component = @(),
    [hashtable] $Service = @{},
    [ValidateSet('Error', 'Warning', 'Info', 'Debug', 'Verbose')]
    [string] $LogLevel = 'Info'
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

$machine = @{}
if ($ImagePath) {
    $machine.ImagePath = $ImagePath
}

$package = @{}
if ($Source) {
    $package.Source = $Source
}

if ($TrustedCertificate) {
    $package.TrustedCertificate = $TrustedCertificate
}

if ($Component) {
    $package.Component = $Component
}

$open = Get-PedOSOperation @machine | Where-Object -Property IsInterrupted
foreach ($operation in $open) {
    Write-Verbose "operation $($operation.Id) was interrupted; it is undone first"
    $null = Undo-PedOSOperation @machine -Id $operation.Id
}

$null = Install-PedOSTools @machine @package -AllowUnsigned:$AllowUnsigned -Template

if (-not $WhatIfPreference) {
    Set-PedOSLogLevel @machine -Level $LogLevel
    foreach ($name in $Service.Keys) {
        Register-QrexecService @machine -Name $name -Command $Service[$name] -Force
    }

    $failed = Test-PedOSTools @machine | Where-Object -Property State -EQ -Value 'Fail'
    if ($failed) {
        $failed | ForEach-Object -Process { Write-Warning "$($_.Name): $($_.Detail). $($_.Remedy)" }
        throw 'The template is not as it should be; see the warnings above.'
    }
}

Get-PedOSTools @machine
