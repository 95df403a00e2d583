# What is shipped as a script keeps to what Windows PowerShell 5.1 has; its syntax is the analyzer's rule.
BeforeDiscovery {
    $module = Join-Path (Split-Path -Parent (Split-Path -Parent $PSScriptRoot)) 'module'
    $scripts = @(Get-ChildItem -Recurse -File -Path $module | Where-Object Extension -In '.ps1', '.psm1' |
            ForEach-Object { @{ Name = $_.Name; Path = $_.FullName } })
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'PedOSTools.Testing.psm1') -Force
    $ours = (Import-PowerShellDataFile -Path (Get-TestModulePath)).CmdletsToExport
    # Commands that scripts of the module may use, with the parameters that 5.1 has too.
    $known = @{
        'Set-StrictMode' = 'Version'
        'Import-Module'  = 'Name'
        'Join-Path'      = 'Path', 'ChildPath'
        'Where-Object'   = 'Property', 'EQ', 'Value', 'FilterScript'
        'ForEach-Object' = 'Process'
        'Write-Verbose'  = 'Message'
        'Write-Warning'  = 'Message'
    }
    $find = {
        param($Path, $Type)
        $tokens = $failures = $null
        $ast = [Management.Automation.Language.Parser]::ParseFile($Path, [ref] $tokens, [ref] $failures)
        $failures | Should -BeNullOrEmpty
        $wanted = $Type
        $ast.FindAll({ $args[0] -is $wanted }.GetNewClosure(), $true)
    }
}

Describe 'Windows PowerShell 5.1: <Name>' -ForEach $scripts {
    It 'uses commands and parameters that it has' {
        $commands = @(& $find $Path ([Management.Automation.Language.CommandAst]))
        $commands.Count | Should -BeGreaterThan 0
        foreach ($command in $commands) {
            $name = $command.GetCommandName()
            if ($name -notin $ours) {
                $name | Should -BeIn $known.Keys
                foreach ($element in $command.CommandElements) {
                    if ($element -is [Management.Automation.Language.CommandParameterAst]) {
                        $element.ParameterName | Should -BeIn $known[$name]
                    }
                }
            }
        }
    }

    It 'names no types but the simplest' {
        @(& $find $Path ([Management.Automation.Language.TypeConstraintAst]) |
            ForEach-Object { $_.TypeName.FullName } | Sort-Object -Unique) |
            Where-Object { $_ -notin 'string', 'string[]', 'switch', 'hashtable' } | Should -BeNullOrEmpty
        @(& $find $Path ([Management.Automation.Language.TypeExpressionAst])) | Should -BeNullOrEmpty
    }
}

Describe 'Import' {
    It 'asks .NET Framework for paths of any length' {
        Import-Module (Get-TestModulePath) -Force
        $value = $true
        [AppContext]::TryGetSwitch('Switch.System.IO.UseLegacyPathHandling', [ref] $value) | Should -BeTrue
        $value | Should -BeFalse
    }
}
