# What the tests need: images, packages, programs. Images are made once and copied; scratch folders go with the run.
Set-StrictMode -Version Latest

$script:Repository = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)

# Milliseconds from the start of an empty PowerShell to its end, on the quiet machine that time limits are written for.
$script:QuietStart = 350

function Measure-TestStart {
    # The same here and now: the best of some.
    param([int] $Rounds = 3)
    $shell = (Get-Process -Id $PID).Path
    $times = 1..$Rounds | ForEach-Object {
        (Measure-Command { & $shell -NoProfile -NonInteractive -Command exit }).TotalMilliseconds
    }
    ($times | Measure-Object -Minimum).Minimum
}

function Get-TestLimit {
    # What a limit of the quiet machine is here: it grows as the start of an empty PowerShell does.
    param([Parameter(Mandatory)][double] $Quiet, [double] $Start = (Measure-TestStart))
    $Quiet * [Math]::Max(1.0, $Start / $script:QuietStart)
}

function Get-TestModulePath {
    # The staged module, as it is shipped.
    $version = (Import-PowerShellDataFile -Path (Join-Path $script:Repository 'PedOSTools.psd1')).ModuleVersion
    Join-Path $script:Repository "out/PedOSTools/$version/PedOSTools.psd1"
}

function Get-TestProgram {
    param([Parameter(Mandatory)][string] $Project)
    $built = foreach ($configuration in 'Release', 'Debug') {
        Join-Path $script:Repository "tests/$Project/bin/$configuration/net10.0/$([IO.Path]::GetFileName($Project)).dll"
    }
    $found = $built | Where-Object { Test-Path -LiteralPath $_ } | Select-Object -First 1
    if (-not $found) {
        throw "tests/$Project is not built"
    }
    $found
}

function Get-TestAgentFolder {
    if ($env:PEDOS_BIN) { $env:PEDOS_BIN } else { Join-Path $script:Repository 'out/bin' }
}

function New-TestImage {
    param([Parameter(Mandatory)][string] $Path)
    if (-not (Test-Path -LiteralPath $Path)) {
        & dotnet (Get-TestProgram -Project 'PedOS.TestKit.Hives') make-image $Path
        if ($LASTEXITCODE -ne 0) {
            throw "no image could be made at $Path"
        }
    }
    $Path
}

function Copy-TestImage {
    param([Parameter(Mandatory)][string] $From, [Parameter(Mandatory)][string] $To)
    & cp -a -- $From $To
    $To
}

function Add-TestXenDriver {
    # The drivers of the Xen project and their service, as an installer of others leaves them.
    param([Parameter(Mandatory)][string] $Path, [Parameter(Mandatory)][string] $Version)
    & dotnet (Get-TestProgram -Project 'PedOS.TestKit.Hives') add-xen-drivers $Path $Version
    if ($LASTEXITCODE -ne 0) {
        throw "no drivers could be added to $Path"
    }
}

function Get-TestImageHash {
    # Every file by its content: equal only when nothing changed.
    param([Parameter(Mandatory)][string] $Path)
    $lines = Get-ChildItem -LiteralPath $Path -Recurse -Force | Sort-Object -Property FullName -Culture '' |
        ForEach-Object {
            $hash = if ($_.PSIsContainer) { 'folder' } else { (Get-FileHash -LiteralPath $_.FullName).Hash }
            "$($_.FullName) $hash"
        }
    $lines -join "`n"
}

function New-TestPackage {
    # A package with something of every component; its files tell the version.
    param(
        [Parameter(Mandatory)][string] $Path,
        [string] $Version = '7.1.0'
    )
    $contents = [ordered]@{
        'bin/setup.exe'              = 'Shared'
        'bin/qrexec-agent.exe'       = 'Agent'
        'bin/qrexec-wrapper.exe'     = 'Agent'
        'bin/PedOSdb-daemon.exe'     = 'Agent'
        'bin/network-setup.exe'      = 'Agent'
        'qubes-rpc/qubes.VMShell'    = 'Agent'
        'bin/prepare-volume.exe'     = 'MoveProfiles'
        'bin/QgaWatchdog.exe'        = 'Gui'
        'drivers/xenbus/xenbus.inf'  = 'XenBase'
        'drivers/xenvif/xenvif.inf'  = 'XenNetwork'
        'drivers/xenvbd/xenvbd.inf'  = 'XenDisk'
    }
    $files = foreach ($name in $contents.Keys) {
        $file = Join-Path $Path $name
        $null = New-Item -ItemType Directory -Force -Path (Split-Path -Parent $file)
        [IO.File]::WriteAllText($file, "$name of version $Version")
        [ordered]@{
            path      = $name
            component = $contents[$name]
            sha256    = (Get-FileHash -LiteralPath $file -Algorithm SHA256).Hash.ToLowerInvariant()
            length    = (Get-Item -LiteralPath $file).Length
        }
    }
    $drivers = foreach ($name in @($contents.Keys) -like '*.inf') {
        [ordered]@{ inf = $name; version = "$Version.1"; component = $contents[$name]; testSigned = $false }
    }
    [ordered]@{ format = 1; version = $Version; files = @($files); drivers = @($drivers); certificates = @() } |
        ConvertTo-Json -Depth 5 |
        Set-Content -LiteralPath (Join-Path $Path 'package.json')
    $Path
}

function Get-TestSnapshot {
    # Files, folders and what an independent program exports from the hives. The folder of the books, in which every
    # operation writes, is left out when that is said.
    param([Parameter(Mandatory)][string] $Path, [switch] $WithoutBooks)
    $lines = & dotnet (Get-TestProgram -Project 'PedOS.TestKit.Hives') snapshot $Path
    if ($LASTEXITCODE -ne 0) {
        throw "there is no snapshot of $Path"
    }
    $kept = if ($WithoutBooks) { $lines -notmatch '^(file|directory) Program Files\\PedOS Setup(\\|$)' } else { $lines }
    $kept -join "`n"
}

function Test-TestNamespace {
    # A network namespace of its own, with adapters in it, takes root.
    $tools = '/usr/bin/unshare', '/usr/bin/nsenter'
    if ($tools | Where-Object { -not (Test-Path -LiteralPath $_) }) {
        return $false
    }
    $null = & unshare --net ip link add probe0 type veth 2>&1
    $LASTEXITCODE -eq 0
}

function Start-TestProcess {
    # A process whose input and output are in our hands.
    param(
        [Parameter(Mandatory)][string] $Path,
        [Parameter(Mandatory)][string[]] $Arguments,
        [hashtable] $Environment = @{}
    )
    $start = New-Object -TypeName System.Diagnostics.ProcessStartInfo -ArgumentList $Path
    $Arguments | ForEach-Object { $start.ArgumentList.Add($_) }
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
    foreach ($name in $Environment.Keys) {
        $start.EnvironmentVariables[$name] = $Environment[$name]
    }
    [Diagnostics.Process]::Start($start)
}

function Stop-TestProcess {
    # It ends when its input does; one that does not is a failure.
    param([Parameter(Mandatory)][Diagnostics.Process] $Process)
    $Process.StandardInput.Close()
    if (-not $Process.WaitForExit(20000)) {
        $Process.Kill()
        throw "$($Process.StartInfo.FileName) did not end"
    }
}

function Invoke-TestKilledInstallation {
    # Begins an installation in a PowerShell of its own, waits until it reads one file of the package, which is a pipe
    # meanwhile, and kills it there (SIGKILL).
    param(
        [Parameter(Mandatory)][string] $ImagePath,
        [Parameter(Mandatory)][string] $Source,
        [Parameter(Mandatory)][string] $File
    )
    $path = Join-Path $Source $File
    Move-Item -LiteralPath $path -Destination "$path.whole"
    & mkfifo $path
    $command = "Import-Module '$(Get-TestModulePath)'; " +
        "Install-PedOSTools -ImagePath '$ImagePath' -Source '$Source' -AllowUnsigned"
    $shell = (Get-Process -Id $PID).Path
    $installer = Start-TestProcess -Path $shell -Arguments '-NoProfile', '-NonInteractive', '-Command', $command
    # Opening a pipe for writing takes until somebody has opened it for reading.
    $holder = Start-TestProcess -Path 'timeout' -Arguments '60', 'sh', '-c', 'exec 3>"$0"; echo open; read end', $path
    try {
        if ($holder.StandardOutput.ReadLine() -ne 'open') {
            throw "the installation did not come to ${File}: $($installer.StandardOutput.ReadToEnd())"
        }
        $installer.Kill()
        $installer.WaitForExit()
        $installer.ExitCode
    }
    finally {
        if (-not $installer.HasExited) {
            $installer.Kill()
        }
        Stop-TestProcess -Process $holder
        Move-Item -LiteralPath "$path.whole" -Destination $path -Force
    }
}

function Start-TestGuest {
    # The real agent and the real database around a scripted dom0, and programs that know where those are: PEDOS_BIN
    # names their folder until Stop-TestGuest. With -WithNetwork, network-setup has a namespace with one adapter, e0.
    param([Parameter(Mandatory)][string] $Folder, [switch] $WithNetwork)
    $agents = Get-TestAgentFolder
    $process = Start-TestProcess -Path 'dotnet' -Arguments (Get-TestProgram -Project 'pester/host') -Environment @{
        PEDOS_BIN = $agents
    }
    $told = @{}
    foreach ($line in 1..4) {
        $name, $value = $process.StandardOutput.ReadLine() -split '=', 2
        $told[$name] = $value
    }
    $settings = Join-Path $Folder 'settings.txt'
    $null = New-Item -ItemType Directory -Force -Path (Join-Path $Folder 'log')
    Set-Content -LiteralPath $settings -Value "LogDir = $(Join-Path $Folder 'log')"
    $programs = Join-Path $Folder 'bin'
    $settingsText = "PEDOS_SETTINGS='$settings'"
    $vchan = "VCHAN_DOMAIN=42 VCHAN_SOCKET_DIR='$($told.vchans)' $settingsText"
    New-TestProgram -Folder $programs -Name 'qrexec-client-vm' -Script (
        "$vchan exec '$agents/qrexec-client-vm' --agent-socket='$($told.agent)' `"`$@`"")
    New-TestProgram -Folder $programs -Name 'pedosdb' -Script (
        "exec '$agents/pedosdb' --socket='$($told.database)' `"`$@`"")
    New-TestProgram -Folder $programs -Name 'pedos-rpc' -Script (
        "case `$1 in sync-clock) set -- `"`$@`" --state-dir='$Folder/state' ;; esac; verb=`$1; shift; " +
        "$vchan PEDOS_STAND_IN_CLOCK='$Folder/clock' exec '$agents/pedos-rpc' " +
        "`"`$verb`" --agent-socket='$($told.agent)' `"`$@`"")
    $guest = [pscustomobject]@{
        Process   = $process
        Namespace = $null
        Folder    = $Folder
        Resolver  = Join-Path $Folder 'resolv.conf'
        Saved     = $env:PEDOS_BIN
        Programs  = $programs
        Received  = Join-Path $told.vchans 'received/QubesIncoming/me'
    }
    if ($WithNetwork) {
        Add-TestNamespace -Guest $guest -Command (
            "$settingsText exec nsenter --net --target {0} '$agents/network-setup' `"`$@`"" +
            " --database='$($told.database)' --state-dir='$Folder/state' --resolv-conf='$($guest.Resolver)'")
    }
    $env:PEDOS_BIN = $programs
    $guest
}

function Add-TestNamespace {
    param([Parameter(Mandatory)][psobject] $Guest, [Parameter(Mandatory)][string] $Command)
    Set-Content -LiteralPath $Guest.Resolver -Value '# of the machine'
    $script = 'ip link add e0 address 00:16:3e:5e:6c:00 type veth peer name p0 && ip link set p0 up ' +
        '&& ip link set lo up && echo ready; read end'
    $Guest.Namespace = Start-TestProcess -Path 'unshare' -Arguments '--net', 'sh', '-c', $script
    if ($Guest.Namespace.StandardOutput.ReadLine() -ne 'ready') {
        throw 'there is no namespace'
    }
    New-TestProgram -Folder $Guest.Programs -Name 'network-setup' -Script ($Command -f $Guest.Namespace.Id)
}

function Stop-TestGuest {
    param([Parameter(Mandatory)][psobject] $Guest)
    $env:PEDOS_BIN = $Guest.Saved
    if ($Guest.Namespace) {
        Stop-TestProcess -Process $Guest.Namespace
    }
    Stop-TestProcess -Process $Guest.Process
    if ($Guest.Process.ExitCode -ne 0) {
        throw 'the guest broke a rule of dom0, or did not end well'
    }
}

function Invoke-TestDom0 {
    # Lets the scripted dom0 do or tell something: the commands are in host/Program.cs.
    param([Parameter(Mandatory)][psobject] $Guest, [Parameter(Mandatory)][string] $Command)
    $Guest.Process.StandardInput.WriteLine($Command)
    $answer = $Guest.Process.StandardOutput.ReadLine()
    if ($null -eq $answer -or $answer.StartsWith('!')) {
        throw "dom0 cannot ${Command}: $answer"
    }
    $answer
}

function Invoke-TestInNamespace {
    # What the kernel's own tool says of the namespace.
    param([Parameter(Mandatory)][psobject] $Guest, [Parameter(Mandatory)][string[]] $Arguments)
    (& nsenter --net --target $Guest.Namespace.Id ip @Arguments) -join "`n"
}

function New-TestProgram {
    # A program of the product that a test plays: PEDOS_BIN names its folder.
    param([Parameter(Mandatory)][string] $Folder, [Parameter(Mandatory)][string] $Name, [string] $Script)
    $null = New-Item -ItemType Directory -Force -Path $Folder
    $file = Join-Path $Folder $Name
    [IO.File]::WriteAllText($file, "#!/bin/sh`n$Script`n")
    & chmod 755 $file
}

Export-ModuleMember -Function '*-Test*'
