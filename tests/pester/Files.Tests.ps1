BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'PedOSTools.Testing.psm1') -Force
    Import-Module (Get-TestModulePath) -Force
}

Describe 'Files to other machines' -Skip:(-not (Test-Path '/proc/self')) {
    BeforeAll {
        $guest = Start-TestGuest -Folder (Join-Path $TestDrive 'guest')
        $received = $guest.Received
        $name = "Gr$([char]0xfc)n Ay$([char]0x15f)e $([char]0x7530)$([char]0x4e2d) $([char]0x645)"
        $here = (New-Item -ItemType Directory -Path (Join-Path $TestDrive 'home')).FullName
        function New-TestFile {
            param([string] $Path, [string] $Value = 'x')
            $file = Join-Path $here $Path
            $null = New-Item -ItemType Directory -Force -Path (Split-Path -Parent $file)
            [IO.File]::WriteAllText($file, $Value)
            $file
        }

        # Empty for one that has ended meanwhile.
        function Get-CommandLine {
            param([Diagnostics.Process] $Process)
            "$(Get-Content -LiteralPath "/proc/$($Process.Id)/cmdline" -Raw -ErrorAction Ignore)".Replace("`0", ' ')
        }

        # Those of this test: others may run beside it.
        function Get-FileProgram {
            param([string] $Place)
            Get-Process -Name 'pedos-rpc' -ErrorAction Ignore | Where-Object { (Get-CommandLine $_).Contains($Place) }
        }
    }

    AfterAll {
        Stop-TestGuest -Guest $guest
    }

    It 'sends a tree and a file, and counts them' {
        $tree = Split-Path -Parent (New-TestFile "tree-$name/a [1].txt" 'eins')
        $null = New-TestFile "tree-$name/deep/b" 'zwei'
        $file = New-TestFile 'alone' 'drei'
        $sent = Send-PedOSFile $tree, $file work
        $sent.Target, $sent.Files, $sent.Folders, $sent.Bytes, $sent.Skipped | Should -Be @('work', 3, 2, 12, 0)
        $sent.IsMoved | Should -BeFalse
        $sent.Path | Should -Be @($tree, $file)
        Get-Content -LiteralPath (Join-Path $received "tree-$name/a [1].txt") | Should -Be 'eins'
        Get-Content -LiteralPath (Join-Path $received 'alone') | Should -Be 'drei'
        $file | Should -Exist
    }

    It 'takes wildcards, names and files from the pipeline' {
        $null = 'p1.dat', 'p2.dat', 'p[1].dat', 'q1' | ForEach-Object { New-TestFile $_ }
        (Send-PedOSFile (Join-Path $here 'p?.dat') work).Files | Should -Be 2
        (Get-Item -LiteralPath (Join-Path $here 'p[1].dat') | Send-PedOSFile -Target work).Files | Should -Be 1
        foreach ($odd in 'o[1].dat', 'b``[x]``.dat', '`*', 'c``d') {
            $null = New-TestFile $odd
            (Send-PedOSFile ([IO.FileInfo]::new((Join-Path $here $odd))) work).Path |
                Should -Be (Join-Path $here $odd)
        }
        ([IO.FileInfo]::new((Join-Path $here 'q1')) | Send-PedOSFile -Target work).Files | Should -Be 1
        $null = New-TestFile 'r1'
        Push-Location $here
        ('r1' | Send-PedOSFile -Target work).Files | Should -Be 1
        Pop-Location
        'p1.dat', 'p2.dat', 'p[1].dat', 'q1', 'r1' | ForEach-Object { Join-Path $received $_ } |
            ForEach-Object { Test-Path -LiteralPath $_ } | Should -Not -Contain $false
    }

    It 'says what is not there, and sends the rest' {
        $file = New-TestFile 'rest'
        $sent = Send-PedOSFile -LiteralPath (Join-Path $here 'none'), $file -Target work `
            -ErrorAction SilentlyContinue -ErrorVariable failure
        $sent.Files | Should -Be 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        $failure[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        Send-PedOSFile (Join-Path $here 'none*') work | Should -BeNullOrEmpty
    }

    It 'moves what the other machine has' {
        $file = New-TestFile 'moved/a' 'eins'
        $moved = Split-Path -Parent $file | Move-PedOSFile -Target work
        $moved.IsMoved, $moved.Files, $moved.Stayed | Should -Be @($true, 1, 0)
        Split-Path -Parent $file | Should -Not -Exist
        Get-Content (Join-Path $received 'moved/a') | Should -Be 'eins'
    }

    It 'moves nothing with -WhatIf' {
        $file = New-TestFile 'stays'
        Move-PedOSFile $file work -WhatIf | Should -BeNullOrEmpty
        $file | Should -Exist
        Join-Path $received 'stays' | Should -Not -Exist
    }

    It 'removes nothing when <why>' -ForEach @(
        @{ Why = 'dom0 refuses'; Target = 'vault'; Id = 'CallRefused' }
        @{ Why = 'nobody says that it has everything'; Target = 'silent'; Id = 'ServiceFailed' }
    ) {
        $file = New-TestFile "kept-$target"
        Move-PedOSFile $file $target -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike "$id,*"
        $failure[0].TargetObject | Should -Be $target
        $file | Should -Exist
    }

    It 'overwrites nothing there, and removes nothing here then' {
        $file = New-TestFile 'twice' 'eins'
        $null = Send-PedOSFile $file work
        [IO.File]::WriteAllText($file, 'zwei')
        Move-PedOSFile $file work -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'ServiceFailed,*'
        Get-Content (Join-Path $received 'twice') | Should -Be 'eins'
        Get-Content $file | Should -Be 'zwei'
    }

    It 'tells what was left out, and removes nothing' {
        $file = New-TestFile 'part/a'
        $null = New-Item -ItemType SymbolicLink -Path (Join-Path $here 'part/l') -Target '/etc/passwd'
        $sent = Move-PedOSFile (Split-Path -Parent $file) work -ErrorAction SilentlyContinue -ErrorVariable failure `
            -WarningVariable warning -WarningAction SilentlyContinue
        $sent.Skipped, $sent.Files, $sent.IsMoved | Should -Be @(1, 1, $false)
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NotReadable,*'
        $warning -join "`n" | Should -BeLike '*part/l*'
        $file | Should -Exist
    }

    It 'shows how far it is, and leaves nothing there when it is stopped' {
        $file = New-TestFile 'big'
        $stream = [IO.File]::OpenWrite($file)
        $stream.SetLength(1GB)
        $stream.Dispose()
        $shell = [powershell]::Create().AddScript(
            "Import-Module '$(Get-TestModulePath)'; Move-PedOSFile '$file' slow")
        $running = $shell.BeginInvoke()
        $limit = [datetime]::UtcNow.AddSeconds((Get-TestLimit 60))
        $far = { @($shell.Streams.Progress | Where-Object { $_.StatusDescription -match '^[1-9].* of 1073\.7 MB' }) }
        while (@(& $far).Count -eq 0 -and [datetime]::UtcNow -lt $limit) { Start-Sleep -Milliseconds 50 }
        @(& $far).Count | Should -BeGreaterThan 0
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $shell.Stop()
        $watch.Elapsed.TotalSeconds | Should -BeLessThan (Get-TestLimit 10)
        $running.IsCompleted | Should -BeTrue
        $shell.Dispose()
        (Get-Item $file).Length | Should -Be 1GB
        while (@(Get-FileProgram $TestDrive).Count -gt 0 -and [datetime]::UtcNow -lt $limit) {
            Start-Sleep -Milliseconds 50
        }
        Get-ChildItem -LiteralPath $received -Recurse -Force | Where-Object Name -Like '*big*' | Should -BeNullOrEmpty
    }

    It 'leaves nothing there and everything here when the <who> is killed' -ForEach @(
        @{ Who = 'sender'; Words = 'qvm-move-to-vm*killed-sender' }
        @{ Who = 'receiver'; Words = 'receive-files*' }
    ) {
        $file = New-TestFile "killed-$who"
        $stream = [IO.File]::OpenWrite($file)
        $stream.SetLength(1GB)
        $stream.Dispose()
        $shell = [powershell]::Create().AddScript(
            "Import-Module '$(Get-TestModulePath)'; Move-PedOSFile '$file' slow")
        $running = $shell.BeginInvoke()
        $limit = [datetime]::UtcNow.AddSeconds((Get-TestLimit 60))
        $far = { @($shell.Streams.Progress | Where-Object { $_.StatusDescription -match '^[1-9].* of 1073\.7 MB' }) }
        while (@(& $far).Count -eq 0 -and [datetime]::UtcNow -lt $limit) { Start-Sleep -Milliseconds 50 }
        $place = if ($who -eq 'sender') { $file } else { Split-Path (Split-Path $received) }
        $victim = @(Get-FileProgram $place | Where-Object { (Get-CommandLine $_) -like "*$words*" })
        $victim.Count | Should -Be 1
        $victim[0].Kill()
        $running.AsyncWaitHandle.WaitOne([timespan]::FromSeconds((Get-TestLimit 60))) | Should -BeTrue
        $shell.EndInvoke($running) | Should -BeNullOrEmpty
        $shell.Streams.Error[0].FullyQualifiedErrorId | Should -BeLike 'ServiceFailed,*'
        $shell.Dispose()
        (Get-Item $file).Length | Should -Be 1GB
        while (@(Get-FileProgram $TestDrive).Count -gt 0 -and [datetime]::UtcNow -lt $limit) {
            Start-Sleep -Milliseconds 50
        }
        Get-ChildItem -LiteralPath $received -Recurse -Force | Where-Object Name -Like '*killed*' |
            Should -BeNullOrEmpty
    }

    It 'refuses a target that would be an option' {
        $failure = { Send-PedOSFile (New-TestFile 'o') '--help' } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
    }
}
