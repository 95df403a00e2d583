# The cmdlets that ask a program of the product, which a script plays here: what it is asked, and what becomes of what
# it says. The programs themselves are tested elsewhere.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'PedOSTools.Testing.psm1') -Force
    Import-Module (Get-TestModulePath) -Force
    $programs = Join-Path $TestDrive 'bin'
    $asked = Join-Path $TestDrive 'asked'
    $saved = $env:PEDOS_BIN
    $env:PEDOS_BIN = $programs
    New-TestProgram -Folder $programs -Name 'pedosdb' -Script @"
echo "`$@" >> '$asked'
case "`$1 `$*" in
list*) printf '%s\n' '{"paths":["/my/state","/qubes-ip"]}' ;;
multiread*) printf '%s\n' '{"entries":[{"path":"/my/state","text":"ready"},{"path":"/my/odd","text":"a\nb"},'
    printf '%s\n' '{"path":"/my/raw","base64":"YcMo"}]}' ;;
*'/my/odd') printf '%s\n' '{"entries":[{"path":"/my/odd","text":"a\nb"}]}' ;;
watch*) printf '%s\n' '{"path":"/my/state"}' ;;
*'/my/state') printf '%s\n' '{"entries":[{"path":"/my/state","text":"ready"}]}' ;;
*'/none') printf '%s\n' '{"entries":[]}'; exit 2 ;;
write*|rm*) ;;
*) echo 'pedosdb: the daemon is not there' >&2; exit 1 ;;
esac
"@
    New-TestProgram -Folder $programs -Name 'network-setup' -Script @"
echo "`$@" >> '$asked'
if [ "`$1" = --status ]; then
cat <<'END'
{
  "problem": "",
  "adapters": [
    {
      "name": "eth0", "mac": "00:16:3e:5e:6c:00", "addresses": [ "10.137.0.9/32" ],
      "routes": [ "default" ], "dnsServers": [ "10.139.1.1" ], "mtu": 1500, "wanted": "10.137.0.9",
      "missing": [ "the route" ], "canBeRestored": true
    }
  ],
  "isInForce": false
}
END
exit 1
fi
"@
    New-TestProgram -Folder $programs -Name 'pedos-rpc' -Script @"
echo "`$@" >> '$asked'
cat <<'END'
{
  "applied": true,
  "reason": "Applied",
  "text": "the clock was 1.5 s behind",
  "offsetSeconds": 1.5,
  "uncertaintySeconds": 1E-05,
  "told": "2026-11-21T22:30:00+00:00"
}
END
"@
}

AfterAll {
    $env:PEDOS_BIN = $saved
}

Describe 'Configuration database' {
    BeforeEach {
        Set-Content -LiteralPath $asked -Value '' -NoNewline
    }

    It 'reads one entry, many, and those of a wildcard' {
        (Get-PedOSDBEntry /my/state).Value | Should -Be 'ready'
        (Get-PedOSDBEntry).Path | Should -Be @('/my/odd', '/my/raw', '/my/state')
        (Get-PedOSDBEntry /my/s*).Path | Should -Be '/my/state'
    }

    It 'gives values with line ends as they are' {
        (Get-PedOSDBEntry /my/odd).Value | Should -Be "a`nb"
        (Get-PedOSDBEntry | Where-Object Path -EQ '/my/odd').Value | Should -Be "a`nb"
    }

    It 'gives the bytes of a value that is no text, and starts one program for all of them' {
        $raw = Get-PedOSDBEntry | Where-Object Path -EQ '/my/raw'
        $raw.Value | Should -BeExactly "a$([char]0xFFFD)("
        [Convert]::FromBase64String($raw.Base64) | Should -Be @(0x61, 0xC3, 0x28)
        Get-Content $asked | Should -Be 'multiread --json -- /'
    }

    It 'says which entry is not there, and that the daemon is not' {
        Get-PedOSDBEntry /none -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        Get-PedOSDBEntry /other -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'SystemRefused,*'
        $failure[0].Exception.Message | Should -BeLike '*the daemon is not there*'
    }

    It 'writes and removes' {
        (Set-PedOSDBEntry /my/state 'a "b" c' -PassThru).Value | Should -Be 'ready'
        Remove-PedOSDBEntry /my/state
        Get-Content $asked | Should -Be @(
            'write -- /my/state a "b" c', 'read --json -- /my/state', 'rm -- /my/state')
    }

    It 'removes everything below a path only when that is said' {
        Remove-PedOSDBEntry /my/ -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        Remove-PedOSDBEntry /my/ -Recurse
        Get-Content $asked | Should -Be 'rm -- /my/'
    }

    It 'waits for an entry, and for a change' {
        (Wait-PedOSDBEntry /my/state -TimeoutSeconds 20).Value | Should -Be 'ready'
        (Wait-PedOSDBEntry /my/ -Change).Path | Should -Be '/my/state'
    }

    It 'asks for nothing with -WhatIf' {
        Set-PedOSDBEntry /my/state x -WhatIf
        Remove-PedOSDBEntry /my/state -WhatIf
        Sync-PedOSNetwork -WhatIf
        Restore-PedOSNetwork -WhatIf
        Sync-PedOSClock -WhatIf
        Get-Content $asked | Should -BeNullOrEmpty
    }

    It 'completes paths' {
        $line = 'Get-PedOSDBEntry /my'
        (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches.CompletionText |
            Should -Be '/my/state'
    }
}

Describe 'Network and clock' {
    It 'shows the adapters' {
        $adapter = Get-PedOSNetwork
        $adapter.Name, $adapter.Mac, $adapter.Mtu | Should -Be @('eth0', '00:16:3e:5e:6c:00', 1500)
        $adapter.IsInForce | Should -BeFalse
        $adapter.Missing | Should -Be 'the route'
    }

    It 'sets and restores the network' {
        Set-Content -LiteralPath $asked -Value '' -NoNewline
        (Sync-PedOSNetwork -PassThru).Name | Should -Be 'eth0'
        Restore-PedOSNetwork -Confirm:$false
        Get-Content $asked | Should -Be @('--once', '--status --json', '--restore')
    }

    It 'sets the clock and tells the offset' {
        Set-Content -LiteralPath $asked -Value '' -NoNewline
        $result = Sync-PedOSClock work -Force
        $result.IsApplied, $result.Reason | Should -Be @($true, 'Applied')
        $result.Offset.TotalSeconds | Should -Be 1.5
        Get-Content $asked | Should -Be 'sync-clock --json --target=work --force'
    }

    It 'says where a program is missing' {
        $env:PEDOS_BIN = $TestDrive
        Get-PedOSNetwork -ErrorAction SilentlyContinue -ErrorVariable failure
        $env:PEDOS_BIN = $programs
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NotInstalled,*'
    }
}
