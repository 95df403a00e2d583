# A real interruption: PowerShell installs, and is killed (SIGKILL) while it reads a file of the package.
Describe 'An installation that was killed' -Skip:(-not (Test-Path -LiteralPath '/usr/bin/mkfifo')) {
    BeforeAll {
        Import-Module (Join-Path $PSScriptRoot 'PedOSTools.Testing.psm1') -Force
        Import-Module (Get-TestModulePath) -Force
        $master = New-TestImage -Path (Join-Path $TestDrive 'master')
        $package = New-TestPackage -Path (Join-Path $TestDrive 'package')
        $stuck = Copy-TestImage -From $master -To (Join-Path $TestDrive 'stuck')
        $exitCode = Invoke-TestKilledInstallation -ImagePath $stuck -Source $package -File 'qubes-rpc/qubes.VMShell'
    }

    Context 'is told' {
        It 'was killed in the middle' {
            # 128 and the number of SIGKILL
            $exitCode | Should -Be 137
            $tools = Join-Path $stuck 'Program Files/PedOS Tools'
            Join-Path $tools 'qubes-rpc' | Should -Exist
            Join-Path $tools 'qubes-rpc/qubes.VMShell' | Should -Not -Exist
        }

        It 'is unfinished for Get-PedOSOperation, Get-PedOSTools and Test-PedOSTools' {
            $operation = Get-PedOSOperation -ImagePath $stuck
            $operation.Kind | Should -Be 'Install'
            $operation.Phase | Should -Be 'Changing'
            $operation.IsInterrupted | Should -BeTrue
            $operation.Changes | Should -BeGreaterThan 1
            (Get-PedOSTools -ImagePath $stuck).PendingOperation | Should -Be $operation.Id
            (Get-PedOSTools -ImagePath $stuck).IsInstalled | Should -BeFalse
            Test-PedOSTools -ImagePath $stuck -Quiet | Should -BeFalse
        }

        It 'does not let another one begin' {
            $failure = { Install-PedOSTools -ImagePath $stuck -Source $package -AllowUnsigned } |
                Should -Throw -PassThru
            $failure.FullyQualifiedErrorId | Should -BeLike 'UnfinishedOperation,*'
            $failure.ErrorDetails.RecommendedAction | Should -BeLike 'Resume or undo operation *'
        }

        It 'stays as it is with -WhatIf' {
            $before = Get-TestImageHash -Path $stuck
            $id = (Get-PedOSOperation -ImagePath $stuck).Id
            Resume-PedOSOperation $id -ImagePath $stuck -Source $package -WhatIf
            Undo-PedOSOperation $id -ImagePath $stuck -WhatIf
            Get-TestImageHash -Path $stuck | Should -Be $before
        }
    }

    Context 'is resumed' {
        BeforeAll {
            $image = Copy-TestImage -From $stuck -To (Join-Path $TestDrive 'resumed')
            $undisturbed = Copy-TestImage -From $master -To (Join-Path $TestDrive 'undisturbed')
            $null = Install-PedOSTools -ImagePath $undisturbed -Source $package -AllowUnsigned
            $id = (Get-PedOSOperation -ImagePath $image).Id
            # What is installed is as old as its installation; everything else has to have its time, too.
            $ageless = { (Get-TestSnapshot -Path $args[0] -WithoutBooks) -replace '(?m)(PedOS Tools.*) \S+$', '$1' }
        }

        It 'ends as one that nobody disturbed' {
            $result = Get-PedOSOperation -ImagePath $image | Resume-PedOSOperation -ImagePath $image -Source $package
            $result.Id, $result.Phase | Should -Be @($id, 'Done')
            Test-PedOSTools -ImagePath $image -Quiet | Should -BeTrue
            & $ageless $image | Should -Be (& $ageless $undisturbed)
        }

        It 'can be uninstalled to the last file' {
            $null = Uninstall-PedOSTools -ImagePath $image -Confirm:$false
            Get-TestSnapshot -Path $image | Should -Be (Get-TestSnapshot -Path $master)
        }
    }

    Context 'is resumed without its package' {
        It 'says so, and changes nothing' {
            $image = Copy-TestImage -From $stuck -To (Join-Path $TestDrive 'without')
            $id = (Get-PedOSOperation -ImagePath $image).Id
            $failure = { Resume-PedOSOperation $id -ImagePath $image -WarningAction SilentlyContinue } |
                Should -Throw -PassThru
            $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
            $failure.Exception.Message | Should -BeLike "operation $id needs files of the package*"
            (Get-PedOSOperation -ImagePath $image).IsInterrupted | Should -BeTrue
            Get-TestSnapshot -Path $image -WithoutBooks | Should -Be (Get-TestSnapshot -Path $stuck -WithoutBooks)
        }
    }

    Context 'is undone' {
        BeforeAll {
            $image = Copy-TestImage -From $stuck -To (Join-Path $TestDrive 'undone')
        }

        It 'leaves the image as it was: files, and what an independent program exports from the hives' {
            $result = Get-PedOSOperation -ImagePath $image |
                Undo-PedOSOperation -ImagePath $image -WarningAction SilentlyContinue
            $result.Phase | Should -Be 'Undone'
            (Get-PedOSOperation -ImagePath $image).IsInterrupted | Should -BeFalse
            Get-TestSnapshot -Path $image -WithoutBooks | Should -Be (Get-TestSnapshot -Path $master)
        }

        It 'can be installed again' {
            (Install-PedOSTools -ImagePath $image -Source $package -AllowUnsigned).Phase | Should -Be 'Done'
            Test-PedOSTools -ImagePath $image -Quiet | Should -BeTrue
        }
    }
}
