<#
.SYNOPSIS
    Runs the analyzer over the scripts, then the Pester suite; the last line tells the counts.
#>
[CmdletBinding()]
param()

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest
$repository = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
$passed = $failed = $skipped = 0

if (Get-Module -ListAvailable -Name PSScriptAnalyzer) {
    $settings = Join-Path $repository 'module/PSScriptAnalyzerSettings.psd1'
    $scripts = Get-ChildItem -Recurse -File -Path (Join-Path $repository 'module'), $PSScriptRoot |
        Where-Object -Property Extension -In -Value '.ps1', '.psm1', '.psd1'
    foreach ($script in $scripts) {
        $findings = @(Invoke-ScriptAnalyzer -Path $script.FullName -Settings $settings)
        $findings | ForEach-Object -Process {
            "[-] $($_.ScriptName):$($_.Line): $($_.RuleName): $($_.Message)"
        }
        if ($findings.Count -gt 0) { $failed++ } else { $passed++ }
    }
    "[+] analyzer: $passed of $(@($scripts).Count) scripts are clean"
}
else {
    'skipped: the analyzer; PSScriptAnalyzer is not installed'
    $skipped++
}

$configuration = New-PesterConfiguration
$configuration.Run.Path = $PSScriptRoot
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
$configuration.Output.RenderMode = 'Plaintext'
$result = Invoke-Pester -Configuration $configuration
$passed += $result.PassedCount
$failed += $result.FailedCount + $result.FailedContainersCount + $result.FailedBlocksCount
$skipped += $result.SkippedCount + $result.NotRunCount
"$passed passed, $failed failed, $skipped skipped"
exit [int]($failed -gt 0)
