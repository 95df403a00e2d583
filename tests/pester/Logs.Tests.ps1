BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'PedOSTools.Testing.psm1') -Force
    Import-Module (Get-TestModulePath) -Force
    $image = New-TestImage -Path (Join-Path $TestDrive 'image')
    $folder = (New-Item -ItemType Directory -Force -Path (Join-Path $image 'ProgramData/PedOS/log')).FullName
    $first = Join-Path $folder 'qrexec-agent-20261121-223000-812.log'
    Set-Content -LiteralPath $first -Value @(
        '2026-11-21T22:30:00.000Z I PedOS Windows Tools, qrexec-agent, pid 812'
        '2026-11-21T22:30:02.000Z E the control channel cannot be offered'
        '2026-11-21T22:30:04.500Z D call 7 at 3:513: ayse:QUBESRPC my.Save+secret-notes dom0'
        'a line that is none'
    )
    Set-Content -LiteralPath (Join-Path $folder 'network-setup-20261121-223001-90_2.log') -Value @(
        '2026-11-21T22:30:01.000Z I the network is set'
        '2026-11-21T22:30:03.000Z W account CORP\ayse asked, password=hunter2'
    )
    Set-Content -LiteralPath (Join-Path $folder 'other-20261121-223001-90.log') -Value '2026-11-21T22:30:01.000Z I no'
}

Describe 'Get-PedOSLog' {
    It 'merges the files by time and leaves out what is no line' {
        $all = Get-PedOSLog -ImagePath $image
        $all.Time.Second | Should -Be @(0, 1, 2, 3, 4)
        $all.Component | Sort-Object -Unique | Should -Be @('network-setup', 'qrexec-agent')
        $all[1].ProcessId | Should -Be 90
        $all[0].Time.Kind | Should -Be 'Utc'
    }

    It 'takes <Count> lines with <Case>' -ForEach @(
        @{ Case = 'a component'; Count = 3; Arguments = @{ Component = 'qrexec-agent' } }
        @{ Case = 'a level'; Count = 2; Arguments = @{ Level = 'Warning' } }
        @{ Case = 'a time'; Count = 2; Arguments = @{ After = [datetime] '2026-11-21T22:30:02Z' } }
        @{ Case = 'a tail'; Count = 2; Arguments = @{ Tail = 2 } }
        @{ Case = 'no tail'; Count = 0; Arguments = @{ Tail = 0 } }
    ) {
        @(Get-PedOSLog -ImagePath $image @Arguments).Count | Should -Be $Count
        @(Get-PedOSLog -Path $folder @Arguments).Count | Should -Be $Count
    }

    It 'follows what is written, and stops when it is told to' {
        $script = "Import-Module '$(Get-TestModulePath)'; Get-PedOSLog -Path '$folder' -Tail 1 -Follow"
        $shell = [powershell]::Create().AddScript($script)
        $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
        $running = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]$null, $output)
        try {
            $limit = [datetime]::UtcNow.AddSeconds(60)
            while ($output.Count -lt 1 -and [datetime]::UtcNow -lt $limit) { Start-Sleep -Milliseconds 50 }
            Add-Content -LiteralPath $first -Value '2026-11-21T22:31:00.000Z I later'
            while ($output.Count -lt 2 -and [datetime]::UtcNow -lt $limit) { Start-Sleep -Milliseconds 50 }
            $output[1].Message | Should -Be 'later'
            $shell.Stop()
            $running.IsCompleted | Should -BeTrue
        }
        finally {
            $shell.Dispose()
        }
    }
}

Describe 'Export-PedOSDiagnostic' {
    BeforeAll {
        Set-PedOSConfiguration DefaultUser ayse -ImagePath $image
        $report = Export-PedOSDiagnostic -Path (Join-Path $TestDrive 'd.zip') -ImagePath $image
        [IO.Compression.ZipFile]::ExtractToDirectory($report.Path, (Join-Path $TestDrive 'd'))
        $text = Get-ChildItem -Recurse -File (Join-Path $TestDrive 'd') | Get-Content -Raw | Out-String
    }

    It 'has status, checks, settings and logs' {
        foreach ($name in 'status.txt', 'health.txt', 'operations.txt', 'configuration.txt', 'left-out.txt') {
            $report.Included | Should -Contain $name
        }
        $text | Should -Match 'the control channel cannot be offered'
        $text | Should -Match 'LogRetention = 604800'
    }

    It 'has no <What>' -ForEach @(
        @{ What = 'account'; Pattern = 'ayse' }
        @{ What = 'argument of a service'; Pattern = 'secret-notes' }
        @{ What = 'password'; Pattern = 'hunter2' }
    ) {
        $text | Should -Not -Match $Pattern
    }

    It 'says what was left out' {
        $report.LeftOut -join ' ' | Should -Match 'accounts'
        $text | Should -Match 'names of accounts'
    }

    It 'writes nothing with -WhatIf, and replaces no file' {
        $path = Join-Path $TestDrive 'none.zip'
        Export-PedOSDiagnostic -Path $path -ImagePath $image -WhatIf
        Test-Path -LiteralPath $path | Should -BeFalse
        Export-PedOSDiagnostic $report.Path -ImagePath $image -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'ResourceExists,*'
    }
}
