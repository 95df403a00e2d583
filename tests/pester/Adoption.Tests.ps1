# Xen drivers that somebody else has installed: used as they are when that is said, and never touched.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'PedOSTools.Testing.psm1') -Force
    Import-Module (Get-TestModulePath) -Force
    $master = New-TestImage -Path (Join-Path $TestDrive 'master')
    Add-TestXenDriver -Path $master -Version '9.1.0.5'
    $package = New-TestPackage -Path (Join-Path $TestDrive 'package')
    $arguments = @{ Source = $package; AllowUnsigned = $true }
    # What an independent program sees of the drivers: INFs, programs, services and the keys of devices.
    $getDrivers = {
        (Get-TestSnapshot -Path $args[0]) -split "`n" |
            Where-Object { $_ -match 'Class\\\{4d36e97|Services\\xen|INF\\oem|drivers\\xen' }
    }
}

Describe 'Install-PedOSTools where others have installed Xen drivers' {
    It 'refuses, and the remedy names the switch' {
        $before = Get-TestImageHash -Path $master
        $failure = { Install-PedOSTools -ImagePath $master @arguments -Component Agent } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'ForeignTools,*'
        $failure.Exception.Message | Should -BeLike '*driver xenbus version 9.1.0.5 of Xen Project*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Install-PedOSTools -AdoptDriver*'
        Get-TestImageHash -Path $master | Should -Be $before
    }

    It 'refuses to put its own drivers beside them' {
        $failure = { Install-PedOSTools -ImagePath $master @arguments -Component XenBase -AdoptDriver } |
            Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'ImpossibleSelection,*'
    }

    It 'adopts nothing where there is nothing' {
        $image = New-TestImage -Path (Join-Path $TestDrive 'without')
        $failure = { Install-PedOSTools -ImagePath $image @arguments -AdoptDriver } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
    }

    It 'changes nothing with -AdoptDriver -WhatIf' {
        $before = Get-TestImageHash -Path $master
        Install-PedOSTools -ImagePath $master @arguments -AdoptDriver -WhatIf
        Get-TestImageHash -Path $master | Should -Be $before
    }
}

Describe 'Install-PedOSTools -AdoptDriver' {
    BeforeAll {
        $image = Copy-TestImage -From $master -To (Join-Path $TestDrive 'adopted')
        $drivers = & $getDrivers $master
        $result = Install-PedOSTools -ImagePath $image @arguments -AdoptDriver
    }

    It 'installs what is usual but for drivers, which stay as they are' {
        $result.Phase | Should -Be 'Done'
        $result.Components | Should -Be @('Shared', 'Agent', 'Gui')
        $drivers.Count | Should -BeGreaterThan 40
        & $getDrivers $image | Should -Be $drivers
    }

    It 'is told by Get-PedOSTools and Get-PedOSDriver, and healthy for Test-PedOSTools' {
        (Get-PedOSTools -ImagePath $image).AdoptedDrivers | Should -Be @(
            'xenbus 9.1.0.5', 'xeniface 9.1.0.5', 'xenvif 9.1.0.5', 'xenvbd 9.1.0.5', 'xennet 9.1.0.5')
        (Get-PedOSDriver -ImagePath $image -Source $package | Where-Object Name -EQ 'xenbus.inf').State |
            Should -Be 'Adopted'
        Test-PedOSTools -ImagePath $image -Quiet | Should -BeTrue
    }

    It 'holds for what is installed later' {
        (Install-PedOSTools -ImagePath $image @arguments).Phase | Should -Be 'Done'
        (Repair-PedOSTools -ImagePath $image @arguments).Components | Should -Be @('Shared', 'Agent', 'Gui')
    }

    It 'leaves the drivers when the tools are uninstalled, and nothing else' {
        $null = Uninstall-PedOSTools -ImagePath $image -Confirm:$false
        & $getDrivers $image | Should -Be $drivers
        Get-TestSnapshot -Path $image | Should -Be (Get-TestSnapshot -Path $master)
    }
}
