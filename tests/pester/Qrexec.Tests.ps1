BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'PedOSTools.Testing.psm1') -Force
    Import-Module (Get-TestModulePath) -Force
}

Describe 'Invoke-QrexecService against the agent and a scripted dom0' -Skip:(-not (Test-Path '/proc/self')) {
    BeforeAll {
        $guest = Start-TestGuest -Folder $TestDrive
        $name = "Ay$([char]0x15f)e $([char]0x7530)$([char]0x4e2d) $([char]0x645)"
    }

    AfterAll {
        Stop-TestGuest -Guest $guest
    }

    It 'sends lines and gives lines' {
        $name, '', 'last' | Invoke-QrexecService work test.Echo | Should -Be @($name, '', 'last')
    }

    It 'names target, service and argument' {
        Invoke-QrexecService '@default' test.Who -Argument 'a+b' | Should -Be '@default test.Who+a+b'
        Invoke-QrexecService work test.Who+x | Should -Be 'work test.Who+x'
    }

    It 'carries bytes as they are, both ways' {
        $bytes = [byte[]](0..255)
        Invoke-QrexecService work test.Echo -AsByteStream -PassThru -InputObject $bytes |
            ForEach-Object { $_.Output } | Should -Be $bytes
        ($bytes | Invoke-QrexecService work test.Echo -AsByteStream) | Should -Be $bytes
    }

    It 'carries megabytes from a file into a file' {
        $in = Join-Path $TestDrive 'in.bin'
        $out = Join-Path $TestDrive 'out.bin'
        $bytes = [byte[]]::new(5MB + 1)
        [Random]::new(11).NextBytes($bytes)
        [IO.File]::WriteAllBytes($in, $bytes)
        $result = Invoke-QrexecService work test.Echo -InputFile $in -OutFile $out -PassThru
        $result.ExitCode | Should -Be 0
        (Get-FileHash $out).Hash | Should -Be (Get-FileHash $in).Hash
        { Invoke-QrexecService work test.Echo -InputFile $in -OutFile $out } | Should -Throw
    }

    It 'gives output, diagnostics and an error when the service fails' {
        $output = Invoke-QrexecService work test.Fail -ErrorAction SilentlyContinue -ErrorVariable failure `
            -WarningVariable warning -WarningAction SilentlyContinue
        $output | Should -Be 'partly'
        $warning | Should -Be 'it broke'
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'ServiceFailed,*'
        $failure[0].Exception.Message | Should -BeLike '*exit code 7*it broke*'
    }

    It 'puts the exit code into the result with -PassThru' {
        $result = Invoke-QrexecService work test.Fail -PassThru -ErrorVariable failure
        $result.ExitCode, $result.IsSuccess | Should -Be @(7, $false)
        $result.Output | Should -Be 'partly'
        $result.Error | Should -Be 'it broke'
        $failure | Should -BeNullOrEmpty
    }

    It 'says when dom0 refuses' {
        Invoke-QrexecService vault test.No -ErrorAction SilentlyContinue -ErrorVariable failure `
            -WarningAction SilentlyContinue
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'CallRefused,*'
        $failure[0].CategoryInfo.Category | Should -Be 'PermissionDenied'
    }

    It 'ends a call after -TimeoutSeconds' {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $failure = { Invoke-QrexecService work test.Hang -TimeoutSeconds 1 } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'Timeout,*'
        $failure.CategoryInfo.Category | Should -Be 'OperationTimeout'
        $failure.TargetObject | Should -Be 'work'
        $failure.Exception.Message | Should -BeLike '*test.Hang in work*1 s'
        $watch.Stop()
        $watch.Elapsed.TotalSeconds | Should -BeLessThan (Get-TestLimit 10)
    }

    It 'ends a call when it is stopped' {
        $shell = [powershell]::Create().AddScript(
            "Import-Module '$(Get-TestModulePath)'; Invoke-QrexecService work test.Hang")
        $running = $shell.BeginInvoke()
        $limit = [datetime]::UtcNow.AddSeconds(60)
        $isThere = { @(Get-Process -Name 'qrexec-client*' -ErrorAction Ignore).Count -gt 0 }
        while (-not (& $isThere) -and [datetime]::UtcNow -lt $limit) { Start-Sleep -Milliseconds 50 }
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $shell.Stop()
        $watch.Stop()
        $watch.Elapsed.TotalSeconds | Should -BeLessThan (Get-TestLimit 10)
        $running.IsCompleted | Should -BeTrue
        $shell.Dispose()
    }

    It 'refuses a target that would be an option' {
        $failure = { Invoke-QrexecService '--help' test.Echo } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
    }
}

Describe 'Services of an image' {
    BeforeAll {
        $image = New-TestImage -Path (Join-Path $TestDrive 'image')
        $package = New-TestPackage -Path (Join-Path $TestDrive 'package')
        $missing = $null
        Register-QrexecService my.Early 'a.exe' -ImagePath $image -ErrorAction SilentlyContinue -ErrorVariable missing
        $null = Install-PedOSTools Agent -ImagePath $image -Source $package -AllowUnsigned
    }

    It 'needs an installation' {
        $missing[0].FullyQualifiedErrorId | Should -BeLike 'NotInstalled,*'
    }

    It 'registers, shows, replaces and unregisters' {
        $command = '"C:\Tools\backup.exe" --to %1'
        $new = Register-QrexecService my.Backup $command -ImagePath $image -PassThru
        $new.Command, $new.Kind | Should -Be @($command, 'Program')
        (Register-QrexecService my.Ssh+22 /dev/tcp/127.0.0.1/22 -ImagePath $image -PassThru).Kind | Should -Be 'Tcp'
        Get-Content (Join-Path $image 'Program Files/PedOS Tools/qubes-rpc/my.Backup') | Should -Be $command
        Register-QrexecService my.Backup b.exe -ImagePath $image -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        (Register-QrexecService my.Backup b.exe -ImagePath $image -Force -PassThru).Command | Should -Be 'b.exe'
        Get-QrexecService my.* -ImagePath $image | Unregister-QrexecService -ImagePath $image
        @(Get-QrexecService -ImagePath $image).Name | Should -Be 'qubes.VMShell'
    }

    It 'refuses the name <Name>' -ForEach @(
        @{ Name = '..\evil' }, @{ Name = '../evil' }, @{ Name = 'a b' }, @{ Name = 'NUL' }, @{ Name = '+x' }
        @{ Name = 'x.' }, @{ Name = 'a' * 256 }
    ) {
        $before = Get-TestImageHash -Path $image
        Register-QrexecService $Name 'a.exe' -ImagePath $image -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        Get-TestImageHash -Path $image | Should -Be $before
    }

    It 'changes nothing with -WhatIf' {
        $before = Get-TestImageHash -Path $image
        Register-QrexecService my.New a.exe -ImagePath $image -WhatIf
        Unregister-QrexecService qubes.VMShell -ImagePath $image -WhatIf
        Get-TestImageHash -Path $image | Should -Be $before
    }

    It 'says which service is not there' {
        Get-QrexecService none -ImagePath $image -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        Unregister-QrexecService none -ImagePath $image -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
    }
}
