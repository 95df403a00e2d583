BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'PedOSTools.Testing.psm1') -Force
    Import-Module (Get-TestModulePath) -Force
    $master = New-TestImage -Path (Join-Path $TestDrive 'master')
    $package = New-TestPackage -Path (Join-Path $TestDrive 'package')
    $newer = New-TestPackage -Path (Join-Path $TestDrive 'newer') -Version '7.2.0'
    $installed = Copy-TestImage -From $master -To (Join-Path $TestDrive 'installed')
    $null = Install-PedOSTools -ImagePath $installed -Source $package -AllowUnsigned
}

Describe 'Install-PedOSTools' {
    It 'installs the usual components and nothing that has to be named' {
        $image = Copy-TestImage -From $master -To (Join-Path $TestDrive 'usual')
        $result = Install-PedOSTools -ImagePath $image -Source $package -AllowUnsigned
        $result.Kind | Should -Be 'Install'
        $result.Phase | Should -Be 'Done'
        $result.Components | Should -Be @('Shared', 'XenBase', 'XenNetwork', 'Agent', 'Gui')
        (Get-PedOSTools -ImagePath $image).Version | Should -Be '7.1.0'
    }

    It 'brings what a component needs' {
        $image = Copy-TestImage -From $master -To (Join-Path $TestDrive 'needs')
        (Install-PedOSTools gui -ImagePath $image -Source $package -AllowUnsigned).Components |
            Should -Be @('Shared', 'Agent', 'Gui')
    }

    It 'moves profiles in templates' {
        $image = Copy-TestImage -From $master -To (Join-Path $TestDrive 'template')
        (Install-PedOSTools -Template -ImagePath $image -Source $package -AllowUnsigned).Components |
            Should -Contain 'MoveProfiles'
    }

    It 'shows the lines of the plan with -WhatIf, and changes nothing' {
        $image = Copy-TestImage -From $master -To (Join-Path $TestDrive 'whatif')
        $before = Get-TestImageHash -Path $image
        $command = "Import-Module '$(Get-TestModulePath)'; Install-PedOSTools -ImagePath '$image' " +
            "-Source '$package' -AllowUnsigned -WhatIf"
        $lines = & (Get-Process -Id $PID).Path -NoProfile -Command $command
        $lines | Should -Contain ('What if: Add     service            qrexec-agent = PedOS qrexec agent [Agent]')
        $lines[-1] | Should -Match '^What if: Install 7\.1\.0: \d+ changes, 0 as they should be, \d+ at the first'
        Get-TestImageHash -Path $image | Should -Be $before
    }

    It 'fails with the id <Id> for <Case>' -ForEach @(
        @{ Case = 'an unknown component'; Id = 'UnknownComponent'; Arguments = @{ Component = 'Nothing' } }
        @{ Case = 'no account'; Id = 'ImpossibleSelection'; Arguments = @{ Component = 'AutomaticLogon' } }
        @{ Case = 'a folder that is no package'; Id = 'DamagedPackage'; Arguments = @{ Source = '/' } }
        @{ Case = 'a folder that is no image'; Id = 'NotAnImage'; Arguments = @{ ImagePath = '/usr' } }
    ) {
        $all = @{ ImagePath = $master; Source = $package; AllowUnsigned = $true }
        $Arguments.Keys | ForEach-Object { $all[$_] = $Arguments[$_] }
        $failure = { Install-PedOSTools @all } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'refuses a package that nobody signed, and says what allows it' {
        $failure = { Install-PedOSTools -ImagePath $master -Source $package } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'UnsignedPackage,*'
        $failure.CategoryInfo.Category | Should -Be 'SecurityError'
        (Get-PedOSTools -ImagePath $installed).Package | Should -Be 'not signed; the caller allowed that'
    }

    It 'puts everything back when a file of the package is damaged' {
        $image = Copy-TestImage -From $master -To (Join-Path $TestDrive 'damaged')
        $bad = New-TestPackage -Path (Join-Path $TestDrive 'bad')
        [IO.File]::AppendAllText((Join-Path $bad 'bin/setup.exe'), 'x')
        $quiet = @{ AllowUnsigned = $true; WarningAction = 'SilentlyContinue' }
        $failure = { Install-PedOSTools -ImagePath $image -Source $bad @quiet } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'DamagedPackage,*'
        (Get-PedOSTools -ImagePath $image).IsInstalled | Should -BeFalse
    }

    It 'needs an image where there is no Windows' -Skip:(-not (Test-Path -LiteralPath '/proc/self')) {
        $failure = { Install-PedOSTools -Source $package -AllowUnsigned } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'UnsupportedWindows,*'
    }

    It 'completes components' {
        $line = 'Install-PedOSTools -Component Xen'
        (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches.CompletionText |
            Should -Be @('XenBase', 'XenDisk', 'XenNetwork')
    }
}

Describe 'Get-PedOSTools' {
    It 'tells machine, version and components' {
        $status = Get-PedOSTools -ImagePath $installed
        $status.Kind | Should -Be 'Image'
        $status.Windows | Should -BeLike 'Windows 1*'
        $status.Version | Should -Be '7.1.0'
    }

    It 'gives components, installed or not' {
        $all = Get-PedOSTools -Component * -ImagePath $installed
        $all.Count | Should -Be 9
        ($all | Where-Object Name -EQ 'XenDisk').IsInstalled | Should -BeFalse
        (Get-PedOSTools -Component agent -ImagePath $installed).Version | Should -Be '7.1.0'
    }

    It 'takes images from the pipeline' {
        ([pscustomobject]@{ ImagePath = $installed } | Get-PedOSTools).IsInstalled | Should -BeTrue
    }
}

Describe 'Test-PedOSTools and Repair-PedOSTools' {
    BeforeAll {
        $image = Copy-TestImage -From $installed -To (Join-Path $TestDrive 'repair')
    }

    It 'passes after an installation' {
        Test-PedOSTools -ImagePath $image -Quiet | Should -BeTrue
        (Test-PedOSTools -ImagePath $image).State | Sort-Object -Unique | Should -Be 'Pass'
    }

    It 'finds a file that was changed, and repair puts it right' {
        [IO.File]::WriteAllText((Join-Path $image 'Program Files/PedOS Tools/bin/qrexec-agent.exe'), 'changed')
        $found = Test-PedOSTools -ImagePath $image | Where-Object State -NE 'Pass'
        $found.Name | Should -Be 'Component Agent'
        $found.Detail | Should -BeLike '*qrexec-agent.exe*'
        $found.Remedy | Should -BeLike '*Repair-PedOSTools*'
        $result = Repair-PedOSTools -ImagePath $image -Source $package -AllowUnsigned
        $result.Kind | Should -Be 'Repair'
        $result.Changes | Should -BeGreaterThan 0
        Test-PedOSTools -ImagePath $image -Quiet | Should -BeTrue
    }

    It 'refuses to repair with another version' {
        $failure = { Repair-PedOSTools -ImagePath $image -Source $newer -AllowUnsigned } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
    }

    It 'fails where nothing is installed' {
        Test-PedOSTools -ImagePath $master -Quiet | Should -BeFalse
    }
}

Describe 'Update-PedOSTools, Get-PedOSOperation, Undo-PedOSOperation, Resume-PedOSOperation' {
    BeforeAll {
        $image = Copy-TestImage -From $installed -To (Join-Path $TestDrive 'update')
        $before = Get-Content -Raw (Join-Path $image 'Program Files/PedOS Tools/bin/setup.exe')
        $result = Update-PedOSTools -ImagePath $image -Source $newer -AllowUnsigned
    }

    It 'updates' {
        $result.Kind | Should -Be 'Update'
        (Get-PedOSTools -ImagePath $image).Version | Should -Be '7.2.0'
    }

    It 'refuses an older version' {
        $failure = { Update-PedOSTools -ImagePath $image -Source $package -AllowUnsigned } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'Downgrade,*'
    }

    It 'lists operations, one by name, and completes names' {
        (Get-PedOSOperation -ImagePath $image).Kind | Should -Be @('Install', 'Update')
        (Get-PedOSOperation $result.Id -ImagePath $image).Phase | Should -Be 'Done'
        $line = "Get-PedOSOperation -ImagePath '$image' -Id "
        (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches.CompletionText |
            Should -Contain $result.Id
    }

    It 'says that there is no such operation' {
        Get-PedOSOperation 'none' -ImagePath $image -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        { Resume-PedOSOperation 'none' -ImagePath $image } | Should -Throw
        { Undo-PedOSOperation 'none' -ImagePath $image } | Should -Throw
    }

    It 'resumes an operation that is done without doing anything' {
        (Resume-PedOSOperation $result.Id -ImagePath $image -Source $newer).Phase | Should -Be 'Done'
        (Resume-PedOSOperation $result.Id -ImagePath $image -WhatIf) | Should -BeNullOrEmpty
    }

    It 'undoes the last operation' {
        $null = Get-PedOSOperation $result.Id -ImagePath $image |
            Undo-PedOSOperation -ImagePath $image -WarningAction SilentlyContinue
        (Get-PedOSTools -ImagePath $image).Version | Should -Be '7.1.0'
        Get-Content -Raw (Join-Path $image 'Program Files/PedOS Tools/bin/setup.exe') | Should -Be $before
    }
}

Describe 'Uninstall-PedOSTools' {
    It 'shows with -WhatIf what it would do, and changes nothing' {
        $before = Get-TestImageHash -Path $installed
        Uninstall-PedOSTools -ImagePath $installed -WhatIf
        Get-TestImageHash -Path $installed | Should -Be $before
    }

    It 'removes one component' {
        $image = Copy-TestImage -From $installed -To (Join-Path $TestDrive 'part')
        (Uninstall-PedOSTools Gui -ImagePath $image -Confirm:$false).Components | Should -Not -Contain 'Gui'
        (Get-PedOSTools -ImagePath $image).Components | Should -Contain 'Agent'
    }

    It 'leaves nothing' {
        $snapshot = { & dotnet (Get-TestProgram -Project 'PedOS.TestKit.Hives') snapshot $args[0] }
        $image = Copy-TestImage -From $installed -To (Join-Path $TestDrive 'gone')
        $result = Uninstall-PedOSTools -ImagePath $image -Confirm:$false
        $result.Components | Should -BeNullOrEmpty
        (& $snapshot $image) -join "`n" | Should -Be ((& $snapshot $master) -join "`n")
    }

    It 'says when nothing is installed' {
        $failure = { Uninstall-PedOSTools -ImagePath $master -Confirm:$false } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'NotInstalled,*'
    }

    It 'asks by default' {
        (Get-Command Uninstall-PedOSTools).ImplementingType.GetCustomAttributes(
            [System.Management.Automation.CmdletAttribute], $false).ConfirmImpact | Should -Be 'High'
    }
}

Describe 'Drivers' {
    BeforeAll {
        $image = Copy-TestImage -From $installed -To (Join-Path $TestDrive 'drivers')
    }

    It 'shows drivers that wait for the first start, and those of a package' {
        $all = Get-PedOSDriver -ImagePath $image -Source $package
        ($all | Where-Object Name -EQ 'xenbus.inf').State | Should -Be 'AtFirstStart'
        ($all | Where-Object Name -EQ 'xenvbd.inf').State | Should -Be 'Available'
        (Get-PedOSDriver XenDisk -ImagePath $image) | Should -BeNullOrEmpty
    }

    It 'installs and uninstalls a driver' {
        (Install-PedOSDriver XenDisk -ImagePath $image -Source $package -AllowUnsigned).Components |
            Should -Contain 'XenDisk'
        (Get-PedOSDriver XenDisk -ImagePath $image).State | Should -Be 'AtFirstStart'
        (Uninstall-PedOSDriver XenDisk -ImagePath $image -Confirm:$false).Components |
            Should -Not -Contain 'XenDisk'
    }

    It 'changes nothing with -WhatIf' {
        $before = Get-TestImageHash -Path $image
        Install-PedOSDriver XenDisk -ImagePath $image -Source $package -AllowUnsigned -WhatIf
        Uninstall-PedOSDriver XenNetwork -ImagePath $image -WhatIf
        Get-TestImageHash -Path $image | Should -Be $before
    }

    It 'takes driver components alone' {
        $failure = { Install-PedOSDriver Gui -ImagePath $image -Source $package -AllowUnsigned } |
            Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'UnknownComponent,*'
    }
}

Describe 'New-PedOSTemplate.ps1' {
    BeforeAll {
        $sample = Join-Path (Split-Path -Parent (Get-TestModulePath)) 'samples/New-PedOSTemplate.ps1'
        $image = Copy-TestImage -From $master -To (Join-Path $TestDrive 'sample')
    }

    It 'changes nothing with -WhatIf' {
        $before = Get-TestImageHash -Path $image
        $null = & $sample -ImagePath $image -Source $package -AllowUnsigned -WhatIf
        Get-TestImageHash -Path $image | Should -Be $before
    }

    It 'makes a template of an image, and can be run twice' {
        $services = @{ 'my.Backup' = '"C:\Tools\backup.exe" %1' }
        foreach ($run in 1, 2) {
            $status = & $sample -ImagePath $image -Source $package -AllowUnsigned -Service $services -LogLevel Debug
            $status.Components | Should -Contain 'MoveProfiles'
        }
        (Get-QrexecService my.Backup -ImagePath $image).Command | Should -Be $services['my.Backup']
        (Get-PedOSLogLevel qrexec-agent -ImagePath $image).Level | Should -Be 'Debug'
    }
}
