BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'PedOSTools.Testing.psm1') -Force
    Import-Module (Get-TestModulePath) -Force
    $image = New-TestImage -Path (Join-Path $TestDrive 'image')
}

Describe 'Configuration' {
    It 'has every setting with its default' {
        $all = Get-PedOSConfiguration -ImagePath $image
        $all.Name | Should -Contain 'LogRetention'
        $all.Source | Sort-Object -Unique | Should -Be 'Default'
        ($all | Where-Object Name -EQ 'LogRetention').Value | Should -Be 604800
    }

    It 'sets for every program, overrides for one, and resets' {
        Set-PedOSConfiguration LogRetention 3600 -ImagePath $image
        Set-PedOSConfiguration LogRetention 7200 -Component QREXEC-agent -ImagePath $image
        $own = Get-PedOSConfiguration LogRetention -Component qrexec-agent -ImagePath $image
        $own.Component, $own.Value, $own.Source | Should -Be @('qrexec-agent', 7200, 'Component')
        (Get-PedOSConfiguration LogRetention -Component network-setup -ImagePath $image).Value | Should -Be 3600
        $after = Reset-PedOSConfiguration Log* -Component qrexec-agent -ImagePath $image -PassThru |
            Where-Object Name -EQ 'LogRetention'
        $after.Value, $after.Source | Should -Be @(3600, 'Machine')
        Reset-PedOSConfiguration LogRetention -ImagePath $image
        (Get-PedOSConfiguration LogRetention -ImagePath $image).Source | Should -Be 'Default'
    }

    It 'keeps names of people in all scripts' -ForEach @(
        @{ Name = "J$([char]0xfc)rgen Gro$([char]0xdf)" }
        @{ Name = "Ay$([char]0x15f)e $([char]0x130)nan" }
        @{ Name = "$([char]0x7530)$([char]0x4e2d)" }
        @{ Name = "$([char]0x0645)$([char]0x062d)$([char]0x0645)$([char]0x062f)" }
    ) {
        (Set-PedOSConfiguration DefaultUser $Name -ImagePath $image -PassThru).Value | Should -Be $Name
        (Get-PedOSConfiguration DefaultUser -ImagePath $image).Value | Should -Be $Name
    }

    It 'refuses <Value> for <Setting> with <Id>' -ForEach @(
        @{ Setting = 'LogRetention'; Value = '0'; Id = 'InvalidArgument' }
        @{ Setting = 'LogRetention'; Value = '-1'; Id = 'InvalidArgument' }
        @{ Setting = 'LogRetention'; Value = 'soon'; Id = 'InvalidArgument' }
        @{ Setting = 'DefaultUser'; Value = "a`nb"; Id = 'InvalidArgument' }
        @{ Setting = 'Nothing'; Value = '1'; Id = 'NotFound' }
    ) {
        $before = Get-TestImageHash -Path $image
        Set-PedOSConfiguration $Setting $Value -ImagePath $image -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
        Get-TestImageHash -Path $image | Should -Be $before
    }

    It 'changes nothing with -WhatIf' {
        $before = Get-TestImageHash -Path $image
        Set-PedOSConfiguration LogRetention 120 -ImagePath $image -WhatIf
        Reset-PedOSConfiguration * -ImagePath $image -WhatIf
        Set-PedOSLogLevel Debug -ImagePath $image -WhatIf
        Get-TestImageHash -Path $image | Should -Be $before
    }

    It 'completes <Expected>' -ForEach @(
        @{ Line = 'Set-PedOSConfiguration LogR'; Expected = 'LogRetention' }
        @{ Line = 'Set-PedOSLogLevel Debug -Component qrexec-a'; Expected = 'qrexec-agent' }
        @{ Line = 'Start-PedOSAgent netw'; Expected = 'network-setup' }
    ) {
        (TabExpansion2 -inputScript $Line -cursorColumn $Line.Length).CompletionMatches.CompletionText |
            Should -Be $Expected
    }
}

Describe 'Log levels' {
    It 'sets the level of programs from the pipeline, and an independent reader finds it' {
        $set = 'qrexec-agent', 'network-setup' | Set-PedOSLogLevel Verbose -ImagePath $image -PassThru
        $set.Level | Sort-Object -Unique | Should -Be 'Verbose'
        (Get-PedOSLogLevel -ImagePath $image | Where-Object Component -EQ '').Level | Should -Be 'Info'
        $hive = Join-Path $image 'Windows/System32/config/SOFTWARE'
        (& hivexget $hive 'Invisible Things Lab\PedOS Tools\qrexec-agent' LogLevel) | Should -Match '5'
    }

    It 'has none for a program that does not exist' {
        Get-PedOSLogLevel nothing -ImagePath $image -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'UnknownComponent,*'
    }
}

Describe 'Agents of an image' {
    It 'shows them, and does not start or stop them' {
        (Get-PedOSAgent -ImagePath $image).Name | Should -Contain 'qrexec-agent'
        (Get-PedOSAgent qrexec* -ImagePath $image).State | Should -Be 'NotInstalled'
        foreach ($name in 'Start', 'Stop', 'Restart') {
            & "$name-PedOSAgent" qrexec-agent -ErrorAction SilentlyContinue -ErrorVariable failure
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'UnsupportedWindows,*'
        }
    }
}
