# The cmdlets that ask a program of the product, with the real programs: database, network and clock of a guest whose
# dom0 is scripted. Programs.Tests.ps1 has what only a program that lies can show.
BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot 'PedOSTools.Testing.psm1') -Force
    $hasNamespace = Test-TestNamespace
}

Describe 'A guest and its dom0' -Skip:(-not (Test-Path '/proc/self')) {
    BeforeAll {
        Import-Module (Join-Path $PSScriptRoot 'PedOSTools.Testing.psm1') -Force
        Import-Module (Get-TestModulePath) -Force
        $guest = Start-TestGuest -Folder $TestDrive -WithNetwork:(Test-TestNamespace)
        $name = "Ay$([char]0x15f)e J$([char]0xfc)rgen $([char]0x7530)$([char]0x4e2d) $([char]0x645)$([char]0x62d)"
        $dom0 = { Invoke-TestDom0 -Guest $guest -Command ($args -join ' ') }
        # The programs are native in the product, and are not here. The best of ten rounds, in milliseconds.
        $added = {
            param($Cmdlet, $Program)
            $path, $rest = (Join-Path $guest.Programs $Program), $args
            $times = 1..10 | ForEach-Object {
                [pscustomobject]@{
                    Cmdlet  = (Measure-Command $Cmdlet).TotalMilliseconds
                    Program = (Measure-Command { $null = & $path @rest }).TotalMilliseconds
                }
            }
            ($times | Measure-Object -Property Cmdlet -Minimum).Minimum -
                ($times | Measure-Object -Property Program -Minimum).Minimum
        }
        # What dom0 changes is in the guest a moment later.
        $arrive = {
            param($Path, $Value)
            $limit = [datetime]::UtcNow.AddSeconds(60)
            do {
                $found = Get-PedOSDBEntry $Path -ErrorAction Ignore
            } until (($found -and $found.Value -eq $Value) -or [datetime]::UtcNow -gt $limit)
            $found.Value | Should -Be $Value
        }
    }

    AfterAll {
        Stop-TestGuest -Guest $guest
    }

    Context 'Configuration database' {
        It 'reads what dom0 has written, in every script' {
            & $dom0 write /name $name | Should -Be 'ok'
            & $arrive /name $name
            $entry = Get-PedOSDBEntry /name
            $entry.Path, $entry.Value | Should -Be @('/name', $name)
        }

        It 'writes what dom0 then has, and removes it' {
            (Set-PedOSDBEntry /state/a $name -PassThru).Value | Should -Be $name
            & $dom0 show /state/a | Should -Be "=$name"
            Remove-PedOSDBEntry /state/a
            & $dom0 show /state/a | Should -Be 'none'
            Get-PedOSDBEntry /state/a -ErrorAction SilentlyContinue -ErrorVariable failure
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        }

        It 'keeps the value <Case> as it is' -ForEach @(
            @{ Case = 'that is empty'; Value = '' }
            @{ Case = 'with quotes and backslashes'; Value = 'a "b" c:\d\ "' }
            @{ Case = 'with line ends'; Value = "a`nb`n" }
            @{ Case = 'that looks escaped'; Value = 'a\x0ab' }
            @{ Case = 'that looks like an option'; Value = '--help' }
            @{ Case = 'with an equals sign'; Value = 'a = b' }
            @{ Case = 'with control characters'; Value = "`e]0;x`a`e[2J`t" }
            @{ Case = 'in Japanese and Arabic'; Value = [string]::new([char[]](0x65E5, 0x672C, 0x20, 0x645, 0x631)) }
            @{ Case = 'of 3071 bytes'; Value = 'x' * 3071 }
        ) {
            Set-PedOSDBEntry /state/value $Value
            (Get-PedOSDBEntry /state/value).Value | Should -BeExactly $Value
            (Get-PedOSDBEntry /state/val*).Value | Should -BeExactly $Value
            (Get-PedOSDBEntry /state/ | Where-Object Path -EQ '/state/value').Value | Should -BeExactly $Value
            Remove-PedOSDBEntry /state/value
        }

        It 'refuses <Case>, and says why' -ForEach @(
            @{ Case = 'a value that is too long'; Path = '/state/x'; Value = 'x' * 3072 }
            @{ Case = 'a path that is too long'; Path = '/' + 'p' * 64; Value = 'x' }
            @{ Case = 'a path without a slash'; Path = 'state'; Value = 'x' }
        ) {
            Set-PedOSDBEntry $Path $Value -ErrorAction SilentlyContinue -ErrorVariable failure
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'SystemRefused,*'
            $failure[0].Exception.Message | Should -BeLike 'pedosdb: *'
            & $dom0 show $Path | Should -Be 'none'
        }

        It 'takes paths and values from the pipeline' {
            [pscustomobject]@{ Path = '/state/p1'; Value = '1' }, [pscustomobject]@{ Path = '/state/p2'; Value = '2' } |
                Set-PedOSDBEntry
            ('/state/p1', '/state/p2' | Get-PedOSDBEntry).Value | Should -Be @('1', '2')
            Get-PedOSDBEntry /state/p* | Remove-PedOSDBEntry
            @(Get-PedOSDBEntry /state/p*).Count | Should -Be 0
        }

        It 'removes a subtree only when that is said, in dom0 too' {
            Set-PedOSDBEntry /state/tree/a 1
            Set-PedOSDBEntry /state/tree/b 2
            Remove-PedOSDBEntry /state/tree/ -ErrorAction SilentlyContinue -ErrorVariable failure
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
            Remove-PedOSDBEntry /state/tree/ -Recurse
            & $dom0 show /state/tree/a | Should -Be 'none'
            @(Get-PedOSDBEntry /state/tree/).Count | Should -Be 0
        }

        It 'changes nothing with -WhatIf' {
            Set-PedOSDBEntry /state/kept 1
            Set-PedOSDBEntry /state/kept 2 -WhatIf
            Remove-PedOSDBEntry /state/kept -WhatIf
            (Get-PedOSDBEntry /state/kept).Value | Should -Be '1'
        }

        It 'completes paths' {
            Set-PedOSDBEntry /state/one 1
            Set-PedOSDBEntry /state/other 2
            $line = 'Get-PedOSDBEntry /state/o'
            (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches.CompletionText |
                Should -Be @('/state/one', '/state/other')
            $line = 'Remove-PedOSDBEntry -Path /nam'
            (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches.CompletionText |
                Should -Be '/name'
        }

        It 'adds less than 150 ms to the time of its program (on a quiet machine)' {
            & $added { Get-PedOSDBEntry /name } pedosdb read /name | Should -BeLessThan (Get-TestLimit 150)
        }

        It 'waits for an entry that dom0 writes later' {
            $shell = [powershell]::Create().AddScript(
                "Import-Module '$(Get-TestModulePath)'; Wait-PedOSDBEntry /later -TimeoutSeconds 20")
            $running = $shell.BeginInvoke()
            $running.AsyncWaitHandle.WaitOne(500) | Should -BeFalse
            & $dom0 write /later now | Should -Be 'ok'
            $shell.EndInvoke($running).Value | Should -Be 'now'
            $shell.Dispose()
        }

        It 'waits for a change, which may be a removal' {
            foreach ($change in 'write /below/x 7', 'rm /below/x') {
                $shell = [powershell]::Create().AddScript(
                    "Import-Module '$(Get-TestModulePath)'; Wait-PedOSDBEntry /below/ -Change -TimeoutSeconds 20")
                $running = $shell.BeginInvoke()
                # Nobody tells when a watch is in force: changes come until it has seen one.
                while (-not $running.IsCompleted) {
                    & $dom0 write /below/x 0 | Should -Be 'ok'
                    & $dom0 $change | Should -Be 'ok'
                    $null = $running.AsyncWaitHandle.WaitOne(50)
                }
                $shell.EndInvoke($running).Path | Should -Be '/below/x'
                $shell.Dispose()
            }
        }

        It 'waits no longer than -TimeoutSeconds' {
            Wait-PedOSDBEntry /never -TimeoutSeconds 1 -ErrorAction SilentlyContinue -ErrorVariable failure
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'Timeout,*'
            $failure[0].CategoryInfo.Category | Should -Be 'OperationTimeout'
        }
    }

    Context 'Network' -Skip:(-not $hasNamespace) {
        BeforeAll {
            # Name, whether it is up, addresses; then the routes.
            $look = {
                Invoke-TestInNamespace -Guest $guest -Arguments '-brief', 'addr', 'show', 'dev', 'e0'
                Invoke-TestInNamespace -Guest $guest -Arguments 'route'
            }
            $before = & $look
            foreach ($line in '/qubes-mac 00:16:3e:5e:6c:00', '/qubes-ip 10.137.0.5', '/qubes-gateway 10.138.20.1',
                '/qubes-primary-dns 10.139.1.1') {
                & $dom0 write $line | Should -Be 'ok'
                $path, $value = $line -split ' '
                & $arrive $path $value
            }
        }

        It 'shows what dom0 wants before anything is done' {
            $adapter = Get-PedOSNetwork | Where-Object Name -EQ 'e0'
            $adapter.Mac | Should -Be '00:16:3e:5e:6c:00'
            $adapter.Wanted | Should -BeLike '*10.137.0.5*'
            $adapter.IsInForce, $adapter.CanBeRestored | Should -Be @($false, $false)
            $adapter.Missing | Should -Contain 'add address 10.137.0.5/32'
        }

        It 'adds less than 150 ms to the time of its program (on a quiet machine)' {
            & $added { Get-PedOSNetwork } network-setup --status --json | Should -BeLessThan (Get-TestLimit 150)
        }

        It 'does nothing with -WhatIf' {
            Sync-PedOSNetwork -WhatIf
            & $look | Should -Be $before
        }

        It 'sets the network, as the kernel tells' {
            $adapter = Sync-PedOSNetwork -PassThru | Where-Object Name -EQ 'e0'
            $adapter.IsInForce, $adapter.CanBeRestored | Should -Be @($true, $true)
            $adapter.Addresses | Should -Contain '10.137.0.5/32'
            $adapter.DnsServers | Should -Be '10.139.1.1'
            Invoke-TestInNamespace -Guest $guest -Arguments 'route', 'show', 'default' |
                Should -BeLike 'default via 10.138.20.1 dev e0*'
            Get-Content -LiteralPath $guest.Resolver | Should -Contain 'nameserver 10.139.1.1'
        }

        It 'shows that dom0 has changed its mind, and follows' {
            & $dom0 write /qubes-gateway 10.138.99.1 | Should -Be 'ok'
            & $arrive /qubes-gateway 10.138.99.1
            (Get-PedOSNetwork | Where-Object Name -EQ 'e0').IsInForce | Should -BeFalse
            Sync-PedOSNetwork
            Invoke-TestInNamespace -Guest $guest -Arguments 'route', 'show', 'default' |
                Should -BeLike 'default via 10.138.99.1 dev e0*'
        }

        It 'keeps the last good settings when dom0 says nonsense' {
            & $dom0 write /qubes-gateway 10.138.0.256 | Should -Be 'ok'
            & $arrive /qubes-gateway 10.138.0.256
            Sync-PedOSNetwork -ErrorAction SilentlyContinue -ErrorVariable failure
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'SystemRefused,*'
            $failure[0].Exception.Message | Should -BeLike '*10.138.0.256*'
            Get-PedOSNetwork -WarningAction SilentlyContinue -WarningVariable warning | Should -Not -BeNullOrEmpty
            $warning | Should -BeLike 'what dom0 wants is not known: *'
            Invoke-TestInNamespace -Guest $guest -Arguments 'route', 'show', 'default' |
                Should -BeLike 'default via 10.138.99.1 dev e0*'
        }

        It 'puts back what was before' {
            Restore-PedOSNetwork -WhatIf
            (Get-PedOSNetwork -WarningAction Ignore | Where-Object Name -EQ 'e0').CanBeRestored | Should -BeTrue
            $adapter = Restore-PedOSNetwork -PassThru -Confirm:$false -WarningAction Ignore |
                Where-Object Name -EQ 'e0'
            $adapter.CanBeRestored | Should -BeFalse
            & $look | Should -Be $before
            Get-Content -LiteralPath $guest.Resolver | Should -Be '# of the machine'
        }
    }

    Context 'Clock' {
        BeforeAll {
            # A clock that tests may set: the difference to the machine's is in this file.
            $moved = {
                $file = Join-Path $guest.Folder 'clock'
                if (Test-Path -LiteralPath $file) { [double](Get-Content -LiteralPath $file) } else { 0.0 }
            }
        }

        It 'says that nobody tells the time' {
            $result = Sync-PedOSClock
            $result.IsApplied | Should -BeFalse
            $result.Text | Should -BeLike '*dom0 refuses*'
            $result.Offset | Should -BeNullOrEmpty
        }

        It 'sets the clock to the time of dom0 once, and then it is in step' {
            & $dom0 clock 600 | Should -Be 'ok'
            Sync-PedOSClock -WhatIf
            & $moved | Should -Be 0
            $result = Sync-PedOSClock
            $result.IsApplied, $result.Reason | Should -Be @($true, 'Applied')
            [Math]::Abs($result.Offset.TotalSeconds - 600) | Should -BeLessThan 3
            [Math]::Abs((& $moved) - 600) | Should -BeLessThan 3
            (Sync-PedOSClock).Reason | Should -Be 'InStep'
        }

        It 'believes no great step back, unless it is told to' {
            & $dom0 clock (-40 * 3600) | Should -Be 'ok'
            $result = Sync-PedOSClock
            $result.IsApplied, $result.Reason | Should -Be @($false, 'TooFarBack')
            [Math]::Abs((& $moved) - 600) | Should -BeLessThan 3
            (Sync-PedOSClock -Force).Reason | Should -Be 'Applied'
            [Math]::Abs((& $moved) + 40 * 3600) | Should -BeLessThan 3
        }
    }

    Context 'The daemon is gone' {
        BeforeAll {
            & $dom0 stop-database | Should -Be 'ok'
        }

        AfterAll {
            & $dom0 start-database | Should -Be 'ok'
        }

        It 'says so, and completes nothing' {
            Get-PedOSDBEntry /name -ErrorAction SilentlyContinue -ErrorVariable failure
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'SystemRefused,*'
            $failure[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
            $line = 'Get-PedOSDBEntry /nam'
            (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches |
                Where-Object CompletionText -EQ '/name' | Should -BeNullOrEmpty
        }
    }
}
